/** The command line. One thin file a command, loaded only when it is called. */
import { Command, CommanderError, InvalidArgumentError, Option } from "commander";
import { EXIT, exitOf, explain } from "./exit.ts";
import { chooseLanguage } from "./language.ts";
import { CONSENT_BRANCHES, parseCombination } from "../controller/scenario/combination.ts";
import { MAX_HANDSETS } from "../controller/campaign/campaign-schema.ts";
import { toolVersion } from "../controller/tool-version.ts";

function list(text: string): string[] {
  return text
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== "");
}

function branchList(text: string): string[] {
  const branches = list(text);
  if (branches.length === 0) throw new InvalidArgumentError(`branches are ${CONSENT_BRANCHES.join(", ")}`);
  for (const branch of branches) {
    const parsed = parseCombination(branch);
    if (typeof parsed === "string") throw new InvalidArgumentError(parsed);
  }
  return branches;
}

function count(text: string): number {
  const n = Number(text);
  if (!Number.isInteger(n) || n < 1 || n > MAX_HANDSETS)
    throw new InvalidArgumentError(`a whole number from 1 to ${MAX_HANDSETS}`);
  return n;
}

const lang = (): Option =>
  new Option("--lang <language>", "language of texts: zh or en 文字的语言").choices(["zh", "en"]);
const json = (): Option => new Option("--json", "machine-readable result on standard output 输出 JSON");
const rules = (): Option => new Option("--rules <packs>", "rule packs, comma separated 规则包").argParser(list);
const failOn = (): Option =>
  new Option(
    "--fail-on <what>",
    "lowest severity of a violation that makes the exit code 1, or any that the baseline lacks 何种问题使退出码为 1",
  )
    .choices(["critical", "high", "medium", "low", "info", "new-violation"])
    .default("info");
const declare = (): Option =>
  new Option("--declare <file>", "what the app says that it collects, from its policy 应用声明文件");
const baseline = (): Option => new Option("--baseline <file>", "an older result.json; what it has is not new 基线结果");
const suppressing = (): Option =>
  new Option("--suppress <file>", "findings that somebody answers for until a day 已登记的例外");
const profile = (): Option =>
  new Option("--profile <profile>", "who reads the result 检测性质")
    .choices(["vendor", "lab", "official"])
    .default("vendor");
const sample = (): Option =>
  new Option("--sample <file>", "where the sample comes from, for an official test 样品来源");
const controls = (): Option =>
  new Option(
    "--controls <files>",
    "records of `selftest --json` before and after, comma separated 前后自检记录",
  ).argParser(list);
const thresholds = (): Option =>
  new Option("--thresholds <file>", "parameters of rules set otherwise than in the packs 另行设定的阈值");

function program(): Command {
  const root = new Command("consentry")
    .description(
      "Walks an app's consent screens and says with evidence what personal data it took.\n运行应用、走完同意界面，并以证据说明应用读取了哪些个人信息。",
    )
    .version(toolVersion())
    .exitOverride()
    .showHelpAfterError()
    .configureOutput({
      writeOut: (text) => process.stdout.write(text),
      writeErr: (text) => process.stderr.write(text),
    });

  root
    .command("run <scenario>")
    .description("run a scenario or a campaign, judge it and write a report 运行场景或批量检测")
    .option("--app <apk>", "run another APK with the same steps 换一个安装包")
    .addOption(
      new Option(
        "--branch <branches>",
        `comma separated: ${CONSENT_BRANCHES.join(", ")}; each with +state, +grant or +deny, +witness 分支组合`,
      ).argParser(branchList),
    )
    .addOption(new Option("--handset <id>", "handset to use 使用的终端").default("virtual"))
    .option("--secrets <file>", "credentials that the steps refer to; never kept 步骤所用的账号文件，不入证据")
    .option("--out <dir>", "folder for the evidence (default runs/<id>) 证据文件夹")
    .addOption(
      new Option("--parallel <n>", "handsets side by side (default 2, or the campaign's) 同时使用的终端数").argParser(
        count,
      ),
    )
    .option("--resume", "go on with the campaign that --out holds 继续未完成的批量检测")
    .addOption(
      new Option(
        "--disarm <rows>",
        "leave catalogue rows unarmed (for tests of the tool) 不布设的目录行（测试本工具用）",
      ).argParser(list),
    )
    .addOption(rules())
    .addOption(declare())
    .addOption(baseline())
    .addOption(suppressing())
    .addOption(profile())
    .addOption(thresholds())
    .addOption(failOn())
    .addOption(json())
    .addOption(lang())
    .action(async (scenario: string, options) => finish((await import("./commands/run.ts")).run(scenario, options)));
  root
    .command("init <apk>")
    .description("write a first scenario from an app's manifest 由清单生成场景初稿")
    .option("--out <file>", "scenario to write (default: named after the package, here) 生成的场景文件")
    .addOption(json())
    .addOption(lang())
    .action(async (apk: string, options) => finish((await import("./commands/init.ts")).init(apk, options)));
  root
    .command("plan <campaign>")
    .description("how long a campaign will take, and on how many handsets 估算批量检测耗时")
    .addOption(new Option("--handsets <n>", "handsets on the shelf (default: the campaign's) 终端数").argParser(count))
    .addOption(json())
    .addOption(lang())
    .action(async (file: string, options) => finish((await import("./commands/plan.ts")).plan(file, options)));
  root
    .command("analyze <runs...>")
    .description("judge recorded runs again 重新判定已有记录")
    .option("--out <file>", "result file (default result.json in the folder given) 结果文件")
    .addOption(rules())
    .addOption(declare())
    .addOption(baseline())
    .addOption(suppressing())
    .addOption(profile())
    .addOption(sample())
    .addOption(controls())
    .addOption(thresholds())
    .addOption(failOn())
    .addOption(json())
    .addOption(lang())
    .action(async (runs: string[], options) => finish((await import("./commands/analyze.ts")).analyze(runs, options)));
  root
    .command("report <run>")
    .description("render a judged run 生成报告")
    .addOption(
      new Option("--format <formats>", "comma separated: html, json 报告格式")
        .argParser(list)
        .default(["html"], "html"),
    )
    .option("--out <dir>", "folder for the report (default: the run's) 报告文件夹")
    .addOption(lang())
    .action(async (run: string, options) => finish((await import("./commands/report.ts")).report(run, options)));
  root
    .command("verify <runs...>")
    .description("check that evidence is whole and unaltered 校验证据完整性")
    .addOption(json())
    .addOption(lang())
    .action(async (runs: string[], options) => finish((await import("./commands/verify.ts")).verify(runs, options)));
  root
    .command("diff <before> <after>")
    .description("two results side by side: new, gone, same 比对两份结果")
    .addOption(json())
    .addOption(lang())
    .action(async (before: string, after: string, options) =>
      finish((await import("./commands/diff.ts")).diff(before, after, options)),
    );
  root
    .command("score <truth> <results...>")
    .description("compare results with a labelled app 与标注结果比对")
    .addOption(json())
    .addOption(lang())
    .action(async (truth: string, results: string[], options) =>
      finish((await import("./commands/score.ts")).score(truth, results, options)),
    );
  root
    .command("apis")
    .description("list the APIs of the catalogue 列出受监测的接口")
    .option("--check", "hold every row against the platform's classes, by API level 与各版本平台类核对")
    .option("--status <status>", "only rows that end so, e.g. hooked, planned 只列该状态")
    .option("--type <type>", "only rows of one data type 只列该信息类型")
    .option("--markdown", "the docs page 生成文档页")
    .addOption(json())
    .addOption(lang())
    .action(async (options) => finish((await import("./commands/apis.ts")).apis(options)));
  root
    .command("rules [rule]")
    .description("list the rules, or a rule, legal text or article in full 列出规则与条款")
    .option("--articles", "articles of the legal texts and how each is answered 按条款列出")
    .addOption(
      new Option("--status <status>", "only what rests on texts of this legal status 只列该效力的文件").choices([
        "in-force",
        "guidance",
        "draft",
        "practice",
      ]),
    )
    .addOption(rules())
    .addOption(json())
    .addOption(lang())
    .action(async (rule: string | undefined, options) =>
      finish((await import("./commands/rules.ts")).rules(rule, options)),
    );
  root
    .command("handsets")
    .description("list the handsets 列出终端")
    .addOption(json())
    .addOption(lang())
    .action(async (options) => finish((await import("./commands/handsets.ts")).handsets(options)));
  root
    .command("doctor")
    .description("check this machine 检查环境")
    .addOption(json())
    .addOption(lang())
    .action(async (options) => finish((await import("./commands/doctor.ts")).doctor(options)));
  root
    .command("selftest")
    .description("prove on a handset that a violator is found and its compliant twin is not 自检")
    .addOption(new Option("--handset <id>", "handset to test 要检验的终端").default("virtual"))
    .option("--out <dir>", "folder for the evidence 证据文件夹")
    .addOption(json())
    .addOption(lang())
    .action(async (options) => finish((await import("./commands/selftest.ts")).selftest(options)));
  root
    .command("demo")
    .description("run the demo campaign on the virtual handset 运行演示")
    .option("--out <dir>", "folder for the evidence 证据文件夹")
    .addOption(lang())
    .action(async (options) => finish((await import("./commands/demo.ts")).demo(options)));
  return root;
}

async function finish(exit: number | Promise<number>): Promise<void> {
  process.exitCode = await exit;
}

/** Runs one command line. @returns the exit code; never throws */
export async function main(argv: string[]): Promise<number> {
  try {
    await program().parseAsync(argv, { from: "user" });
    return Number(process.exitCode ?? EXIT.clean);
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.clean : EXIT.usage;
    process.stderr.write(explain(error, chooseLanguage(undefined)));
    return exitOf(error);
  }
}

process.on("uncaughtException", (error) => {
  process.stderr.write(explain(error, chooseLanguage(undefined)));
  process.exit(exitOf(error));
});
process.on("unhandledRejection", (error) => {
  process.stderr.write(explain(error, chooseLanguage(undefined)));
  process.exit(exitOf(error));
});
process.exitCode = await main(process.argv.slice(2));
