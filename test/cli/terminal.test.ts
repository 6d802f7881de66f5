import { describe, expect, it } from "vitest";
import { exitOf, explain } from "../../cli/exit.ts";
import { chooseLanguage, outcomeWord } from "../../cli/language.ts";
import { printable, table, width } from "../../cli/terminal.ts";
import { consentry } from "../campaign/command.ts";
import { usageError } from "../../controller/errors.ts";
import { FridaError } from "../../controller/frida/frida-host.ts";
import { TraceError } from "../../trace/errors.ts";

describe("text on a terminal", () => {
  it("shows what could rewrite the line instead of obeying it", () => {
    expect(printable("a\u001b[2Jb\u202ec\u0000\r\n")).toBe("a\\u001b[2Jb\\u202ec\\u0000\\u000d\\u000a");
    expect(printable("早闻 ok")).toBe("早闻 ok");
  });

  it("keeps columns straight with wide characters", () => {
    expect(width("早闻a")).toBe(5);
    const [head, , row] = table(["应用", "n"], [["ab", "1"]]).split("\n");
    expect([head, row]).toEqual(["应用  n", "ab    1"]);
  });
});

describe("exit codes", () => {
  it("follow the kind of error, and an unforeseen one is 70, never 1", () => {
    expect(exitOf(usageError("x", "y"))).toBe(2);
    expect(exitOf(new FridaError("attach-timeout", "late"))).toBe(3);
    expect(exitOf(new TraceError("damaged", "bad"))).toBe(4);
    expect(exitOf(new TypeError("bug"))).toBe(70);
    expect(exitOf("thrown text")).toBe(70);
  });

  it("are explained with the remedy, and an internal error says that it is no finding", () => {
    expect(explain(usageError("code", "what", "do this"), "en")).toBe("code: what\n  remedy: do this\n");
    expect(explain(new Error("bug"), "en")).toContain("this is not a finding");
    expect(explain(new Error("bug"), "zh")).toContain("不是检测结论");
  });
});

describe("the language", () => {
  it("is the flag, then the locale, then English", () => {
    expect(chooseLanguage("zh", { LANG: "en_US.UTF-8" })).toBe("zh");
    expect(chooseLanguage(undefined, { LANG: "zh_CN.UTF-8" })).toBe("zh");
    expect(chooseLanguage(undefined, {})).toBe("en");
  });

  it("has words for how a run ended", () => {
    expect([outcomeWord("zh", "completed"), outcomeWord("en", "no-notice")]).toEqual([
      "按计划完成",
      "no consent notice recognised",
    ]);
    expect(outcomeWord("zh", "handset-busy")).toBe("handset-busy");
  });

  it.each(["run", "analyze", "selftest"])(
    "is both in the help of %s: every option says what it is for",
    async (name) => {
      const { stdout } = await consentry(name, "--help");
      const options = stdout.split(/\n(?= {2}-)/).slice(1);
      expect(options.length).toBeGreaterThan(3);
      for (const option of options.filter((text) => !text.includes("--help")))
        expect(option).toMatch(/\p{Script=Han}/u);
    },
  );
});
