/** What can stand in the way of an installation: a stable code, what is wrong, and the remedy, in both languages. */
export class SetupProblem extends Error {
  /**
   * @param {string} code stable, kebab-case
   * @param {{ en: string, zh: string }} text one sentence each: what is missing and how to put it right
   * @param {string} [detail] the tail of a tool's own output, for a bug report
   */
  constructor(code, text, detail = "") {
    super(text.en);
    this.name = "SetupProblem";
    this.code = code;
    this.text = text;
    this.detail = detail;
  }
}

/** Exit code of the command line for "the environment is not fit" (see README, exit codes). */
export const EXIT_ENVIRONMENT = 3;

const MEGABYTE = 1e6;

function diskFullText(what, folder, note = { en: "", zh: "" }) {
  return {
    en: `The disk is full for ${what}${note.en}. Free about 1.5 GB in all, or set CONSENTRY_CACHE to a folder on a larger disk (now ${folder}).`,
    zh: `磁盘空间不足，无法安装 ${what}${note.zh}。请共腾出约 1.5 GB 空间，或将 CONSENTRY_CACHE 设为更大磁盘上的目录（当前为 ${folder}）。`,
  };
}

/** The problem of a step that needs more bytes than its disk has free. */
export function diskFull(what, folder, needed, free) {
  const [need, have] = [needed, free].map((bytes) => Math.ceil(bytes / MEGABYTE));
  const note = { en: `: ${need} MB needed, ${have} MB free`, zh: `：需要 ${need} MB，剩余 ${have} MB` };
  return new SetupProblem("disk-full", diskFullText(what, folder, note));
}

const SIGNS = [
  {
    code: "disk-full",
    pattern: /ENOSPC|No space left on device|Disk quota exceeded|EDQUOT/i,
    text: diskFullText,
  },
  {
    code: "bad-checksum",
    pattern: /EINTEGRITY|DO NOT MATCH THE HASHES|checksum mismatch/i,
    text: (what) => ({
      en: `The download of ${what} does not have the locked checksum; nothing of it was kept. Check for a proxy or mirror that alters files, then run the command again.`,
      zh: `下载的 ${what} 与锁定的校验和不一致，已全部丢弃。请检查代理或镜像是否改动了文件，然后重新运行命令。`,
    }),
  },
  {
    code: "offline",
    pattern:
      /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|ERR_SOCKET_TIMEOUT|NameResolutionError|name resolution|NewConnectionError|Max retries exceeded|Connection refused|Network is unreachable|ConnectTimeout|ReadTimeout|ProxyError|from versions: none/i,
    text: (what) => ({
      en: `The network was not reachable while fetching ${what}, which is not installed yet. Connect (or set HTTPS_PROXY) and run the command again: finished downloads are kept.`,
      zh: `获取尚未安装的 ${what} 时无法访问网络。请联网（或设置 HTTPS_PROXY）后重新运行命令：已完成的下载会保留。`,
    }),
  },
  {
    code: "permission-denied",
    pattern: /EACCES|EPERM|EROFS|ENOTDIR|Permission denied|Read-only file system/i,
    text: (what, cache) => ({
      en: `No permission to write while installing ${what}. Make ${cache} and this folder writable, or set CONSENTRY_CACHE to a folder of your own.`,
      zh: `安装 ${what} 时没有写权限。请使 ${cache} 和本目录可写，或将 CONSENTRY_CACHE 设为您自己的目录。`,
    }),
  },
];

const DETAIL_LIMIT = 2000;

/**
 * Turns a failed tool run or a file system error into the one line a user can act on.
 * @param {string} what the thing being installed, e.g. "Python packages"
 * @param {unknown} error an Error, or the tool's output
 * @param {string} cache the cache folder, named in remedies
 */
export function explain(what, error, cache) {
  if (error instanceof SetupProblem) return error;
  const output = error instanceof Error ? `${error.message}\n${error.code ?? ""}` : String(error);
  const detail = output.slice(-DETAIL_LIMIT);
  const sign = SIGNS.find((one) => one.pattern.test(output));
  if (sign) return new SetupProblem(sign.code, sign.text(what, cache), detail);
  return new SetupProblem(
    "install-failed",
    {
      en: `Installing ${what} failed; the tool's own words are above. Put that right and run the command again.`,
      zh: `安装 ${what} 失败，工具自身的输出见上。请先解决该问题，再重新运行命令。`,
    },
    detail,
  );
}

/** Problems for which the tool's own words are the explanation. */
const TOLD_BY_TOOL = ["install-failed", "compile-failed"];

/** Prints a problem: the tool's words where nothing better is known, then one line in each language. */
export function printProblem(problem, stream = process.stderr) {
  if (TOLD_BY_TOOL.includes(problem.code) && problem.detail) stream.write(`${problem.detail.trimEnd()}\n`);
  stream.write(`consentry: ${problem.code}: ${problem.text.en}\n`);
  stream.write(`consentry: ${problem.code}: ${problem.text.zh}\n`);
}
