/** What recordings say by themselves about duties that a person has to judge: lists to hold against a paper, never verdicts. */
import type { DataTypeTable } from "../catalogue/data-types.ts";
import type { ProvisionCheck } from "./provision-schema.ts";
import type { Bilingual, Finding, RunResult } from "./result-schema.ts";

/** Names written out in one list; the rest is counted. */
const NAMES_SHOWN = 20;

type Answer = Pick<ProvisionCheck, "state" | "text">;
interface Check {
  title: Bilingual;
  look: (runs: readonly RunResult[], types: DataTypeTable) => Answer;
}

const nothing = (zh: string, en: string): Answer => ({ state: "nothing", text: { zh, en } });

function listed(names: readonly Bilingual[], what: Bilingual): Answer {
  const shown = names.slice(0, NAMES_SHOWN);
  const rest = names.length - shown.length;
  return {
    state: "noted",
    text: {
      zh: `${what.zh}（${names.length}）：${shown.map((n) => n.zh).join("、")}${rest > 0 ? `，另 ${rest} 项` : ""}`,
      en: `${what.en} (${names.length}): ${shown.map((n) => n.en).join(", ")}${rest > 0 ? `, and ${rest} more` : ""}`,
    },
  };
}

/** Data types of accesses, by what their id begins with; the platform reading for itself is left out. */
function typesSeen(runs: readonly RunResult[], types: DataTypeTable, keep: (id: string) => boolean): Bilingual[] {
  const seen = new Set<string>();
  // A long run has a hundred thousand entries: no lists are made of them.
  for (const { series } of runs) for (const [type, reader] of series) if (reader !== "platform") seen.add(type);
  return [...seen]
    .filter(keep)
    .sort()
    .map((type) => types.name(type));
}

const count = (runs: readonly RunResult[], keep: (finding: Finding) => boolean): number =>
  runs.reduce((sum, run) => sum + run.findings.filter(keep).length, 0);

function bySdk(what: Bilingual, keep: (finding: Finding) => boolean): Check["look"] {
  return (runs) => {
    const names = new Map(
      runs.flatMap((run) =>
        run.findings
          .filter((f) => f.caller.reader.kind === "sdk" && keep(f))
          .map((f) => [f.caller.reader.id, f.caller.reader.name] as const),
      ),
    );
    if (names.size === 0) return nothing(`未见：${what.zh}`, `none seen: ${what.en}`);
    return listed(
      [...names].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, name]) => ({ zh: name, en: name })),
      what,
    );
  };
}

const BEFORE_CONSENT = new Set(["not-launched", "pre-notice", "undecided"]);
const CAMERA_MICROPHONE = (id: string): boolean => id.startsWith("cam.") || id.startsWith("mic.");

/** Every check by the name that legal texts use. */
export const PROVISION_CHECKS: ReadonlyMap<string, Check> = new Map<string, Check>([
  [
    "types-seen",
    {
      title: { zh: "运行中所见的个人信息类型", en: "Types of personal data seen at run time" },
      look(runs, types) {
        const seen = typesSeen(runs, types, (id) => types.get(id)?.kind === "personal-data");
        if (seen.length === 0) return nothing("未见读取个人信息", "no personal data was seen to be read");
        return listed(seen, { zh: "所见类型", en: "types seen" });
      },
    },
  ],
  [
    "permissions-asked",
    {
      title: { zh: "运行中申请的权限", en: "Permissions asked for at run time" },
      look(runs, types) {
        const seen = typesSeen(runs, types, (id) => types.get(id)?.kind === "permission-request");
        if (seen.length === 0) return nothing("未见申请权限", "no permission was seen to be asked for");
        return listed(seen, { zh: "所申请", en: "asked for" });
      },
    },
  ],
  [
    "camera-microphone",
    {
      title: { zh: "摄像头与麦克风的使用", en: "Use of camera and microphone" },
      look(runs, types) {
        const seen = typesSeen(runs, types, CAMERA_MICROPHONE);
        if (seen.length === 0) return nothing("未见使用", "no use was seen");
        return listed(seen, { zh: "所见使用", en: "use seen" });
      },
    },
  ],
  [
    "sdk-inventory",
    {
      title: { zh: "运行中所见的 SDK", en: "SDKs seen at run time" },
      look(runs) {
        const sdks = new Map(
          runs.flatMap((run) =>
            run.sdks.map((sdk): [string, Bilingual] => {
              const version = sdk.version === null ? "" : ` ${sdk.version.text}`;
              return [sdk.id, { zh: `${sdk.name.zh}${version}`, en: `${sdk.name.en}${version}` }];
            }),
          ),
        );
        if (sdks.size === 0) return nothing("未见已知 SDK", "no known SDK was seen");
        return listed(
          [...sdks].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, name]) => name),
          { zh: "所见 SDK", en: "SDKs seen" },
        );
      },
    },
  ],
  [
    "sdk-before-consent",
    {
      title: { zh: "同意之前读取个人信息的 SDK", en: "SDKs that read personal data before consent" },
      look: bySdk({ zh: "同意前读取的 SDK", en: "SDKs reading before consent" }, (f) =>
        BEFORE_CONSENT.has(f.phase.consent),
      ),
    },
  ],
  [
    "sdk-against-answer",
    {
      title: { zh: "被告知用户不同意之后仍读取的 SDK", en: "SDKs that read after being told of a refusal" },
      look: bySdk(
        { zh: "违背所告知选择而读取的 SDK", en: "SDKs reading against what they were told" },
        (f) => f.passedConsent?.before === "no",
      ),
    },
  ],
  [
    "self-start",
    {
      title: { zh: "被结束之后的自启动", en: "Self start after being ended" },
      look(runs) {
        const watched = runs.flatMap((run) => run.facts.filter((fact) => fact.name === "self-start"));
        const started = watched.filter((fact) => fact.detail["started"] === true).length;
        if (watched.length === 0)
          return {
            state: "not-recorded",
            text: { zh: "没有结束应用后观察的运行", en: "no run ended the app and watched" },
          };
        if (started === 0) return nothing("结束后未自启动", "did not start by itself");
        return {
          state: "noted",
          text: {
            zh: `${watched.length} 次观察中自启动 ${started} 次`,
            en: `started by itself in ${started} of ${watched.length} watches`,
          },
        };
      },
    },
  ],
  [
    "connections",
    {
      title: { zh: "对外连接", en: "Connections" },
      look(runs, types) {
        const seen = typesSeen(runs, types, (id) => types.get(id)?.kind === "transmission");
        if (seen.length > 0)
          return listed(seen, { zh: "所见传输行为（未记录对端地址）", en: "kinds seen (addresses are not recorded)" });
        return {
          state: "not-recorded",
          text: {
            zh: "未记录到网络连接；对端地址不在本工具的记录范围",
            en: "no connection was recorded; addresses are not part of the recording",
          },
        };
      },
    },
  ],
  [
    "handset-record",
    {
      title: { zh: "手机系统自身的记录", en: "The handset's own record" },
      look(runs) {
        const compared = count(runs, (f) => f.corroboration !== null);
        if (compared === 0)
          return {
            state: "not-recorded",
            text: { zh: "没有可比对的无探针运行", en: "no run without the agent to compare with" },
          };
        const agree = count(runs, (f) => f.corroboration?.state === "corroborated");
        return {
          state: "noted",
          text: {
            zh: `${compared} 个问题中，系统自身记录佐证 ${agree} 个`,
            en: `the handset's own record bears out ${agree} of ${compared} finding(s)`,
          },
        };
      },
    },
  ],
  [
    "package-identity",
    {
      title: { zh: "所检测的安装包", en: "The package that was tested" },
      look(runs) {
        const packages = new Map(
          runs.map(({ app }) => {
            const name = `${app.package} ${app.versionName} (${app.versionCode}) SHA-256 ${app.sha256}`;
            return [name, { zh: name, en: name }];
          }),
        );
        if (packages.size === 0) return nothing("没有运行", "no run");
        return listed([...packages.values()], { zh: "安装包", en: "package" });
      },
    },
  ],
]);

/** Answers of checks by name. */
export function lookAt(names: readonly string[], runs: readonly RunResult[], types: DataTypeTable): ProvisionCheck[] {
  return names.flatMap((name) => {
    const check = PROVISION_CHECKS.get(name);
    return check === undefined ? [] : [{ check: name, title: check.title, ...check.look(runs, types) }];
  });
}
