/** How a sentence says that a datum was taken: some types are named by a thing that is read, others by a deed. */
import type { DataTypeTable } from "../catalogue/data-types.ts";
import type { Bilingual } from "./result-schema.ts";

/** Names in Chinese that say themselves what was done. */
const DEED_ZH =
  /^(?:申请|打开|拍照|录音|屏幕截取|查询|批量查询|监听|写入|发送|拨打|自启动|关联启动|下载|剪贴板探测|网页权限请求|NFC读取)/u;
/** The same types where English names what is in use, not what is read. */
const IN_USE = new Set(["cam.open", "cam.capture", "mic.record", "screen.capture", "nfc.use"]);
const PERMISSION_EN = /^Permission: /;

export interface DeedWords {
  /** Active, without its subject: 读取位置, "read Location". */
  take: Bilingual;
  /** Passive: 读取位置, "Location read". */
  taken: Bilingual;
}

/** @param id a data type's id; one that the catalogue does not know is said to be read */
export function deedWords(types: DataTypeTable, id: string): DeedWords {
  const name = types.name(id);
  const kind = types.get(id)?.kind;
  const zh = DEED_ZH.test(name.zh) ? name.zh : `读取${name.zh}`;
  const said = (take: string, taken: string): DeedWords => ({ take: { zh, en: take }, taken: { zh, en: taken } });
  if (kind === "permission-request") {
    const asked = name.en.replace(PERMISSION_EN, "");
    return said(`asked for the permission "${asked}"`, `Permission "${asked}" asked for`);
  }
  if (IN_USE.has(id) || kind === "behaviour") return said(`caused "${name.en}"`, name.en);
  return said(`read ${name.en}`, `${name.en} read`);
}
