import { describe, expect, test } from "vitest";
import { judgeRun, type MicroRun, S } from "./micro-trace.ts";

const responsible = (run: MicroRun): string[] =>
  judgeRun(run, { packs: ["cn-core"] }).findings[0]?.responsible.map(({ kind, id }) => `${kind} ${id}`) ?? [];
const APP = "app cn.news.reader";
const umeng = { t: 5 * S, stack: "umeng" as const };
const told = (value: string) => ({
  switches: ["SW0004"],
  switchCalls: [{ t: 2 * S, switch: "SW0004", value }],
});

describe("who answers for a read", () => {
  test("is the app, where it called the SDK", () => {
    expect(responsible({ accesses: [{ t: 5 * S, stack: "sdk" }] })).toEqual([APP]);
  });
  test("is the SDK beside it, where the SDK's own provider started it", () => {
    expect(responsible({ accesses: [{ t: 1, stack: "sdkProvider" }] })).toEqual([APP, "sdk pushlite"]);
  });
  test("is the app, where code that nobody knows read", () => {
    expect(responsible({ accesses: [{ t: 5 * S, stack: "stranger" }] })).toEqual([APP]);
  });
  test("is the app, where the SDK had been told nothing", () => {
    expect(responsible({ accesses: [umeng] })).toEqual([APP]);
  });
  test("is the SDK beside it, where it had been told that the user does not agree", () => {
    expect(responsible({ ...told("false"), accesses: [umeng] })).toEqual([APP, "sdk umeng"]);
  });
  test("is the app, where the SDK had been told that the user agrees", () => {
    expect(responsible({ ...told("true"), accesses: [umeng] })).toEqual([APP]);
  });
});
