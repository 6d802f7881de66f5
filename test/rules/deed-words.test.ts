import { describe, expect, it } from "vitest";
import { loadDataTypes } from "../../catalogue/data-types.ts";
import { deedWords } from "../../rules/deed-words.ts";

const types = loadDataTypes();
const of = (id: string) => {
  const { take, taken } = deedWords(types, id);
  return [take.zh, take.en, taken.en];
};

describe("what a sentence says of a data type", () => {
  it("is that it was read, where the name is a thing", () => {
    expect(of("id.android_id")).toEqual(["读取Android ID", "read Android ID (SSAID)", "Android ID (SSAID) read"]);
    expect(of("unheard.of")).toEqual(["读取unheard.of", "read unheard.of", "unheard.of read"]);
  });
  it("is that a permission was asked for", () => {
    expect(of("perm.location")).toEqual([
      "申请位置权限",
      'asked for the permission "Location"',
      'Permission "Location" asked for',
    ]);
  });
  it("is the deed itself, where the name is one", () => {
    expect(of("cam.open")).toEqual(["打开摄像头", 'caused "Camera in use"', "Camera in use"]);
    expect(of("act.self_start")[0]).toBe("自启动");
  });
});
