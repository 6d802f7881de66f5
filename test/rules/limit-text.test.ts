import { describe, expect, it } from "vitest";
import { limitText } from "../../rules/limit-text.ts";

describe("the text of a limit", () => {
  it("says in both languages what the handset does not enforce and why", () => {
    const detail = { rule: "shell", what: "Runtime.exec", reason: { zh: "在机器上执行", en: "run on the machine" } };
    expect(limitText(detail)).toEqual({ zh: "Runtime.exec：在机器上执行", en: "Runtime.exec: run on the machine" });
  });
  it("shows any other detail as it was kept, cleaned", () => {
    expect(limitText({ what: "lib\u202efoo.so" }).en).toBe('{"what":"lib\ufffdfoo.so"}');
  });
});
