import path from "node:path";
import { describe, expect, it } from "vitest";
import { projectFiles, textFiles } from "./project-files.ts";

const LINE_LIMIT = 420;

/** Files that may be longer, each with its reason. */
const LONG_FILES: Record<string, string> = {};

const CODE = /\.(ts|js|mjs|java|py)$/;

/** Joined here so that this file does not contain what it looks for. */
const word = (...parts: string[]): string => parts.join("");
const REGISTRY_HOSTS = [
  word("registry.npm", "js.org"),
  word("npm", "mirror.com"),
  word("pypi", ".org"),
  word("files.python", "hosted.org"),
  word("repo.maven", ".apache.org"),
  word("repo1.", "maven.org"),
];
const MACHINE_PATH = /(?<![\w.@$~}/-])\/(?:root|home\/[a-z][\w-]*|Users\/[\w-]+|work)\/[\w.]/;
const PRODUCT = word("con", "sentry");

function places(files: { name: string; text: string }[], isWrong: (line: string) => boolean): string[] {
  return files.flatMap(({ name, text }) =>
    text
      .split("\n")
      .flatMap((line, index) => (isWrong(line) ? [`${name}:${index + 1}: ${line.trim().slice(0, 120)}`] : [])),
  );
}

describe("the files of the project", () => {
  const files = textFiles();

  it(`have at most ${LINE_LIMIT} lines of code each`, () => {
    const long = files.filter(({ name, text }) => {
      const isExcused = Object.hasOwn(LONG_FILES, name);
      return CODE.test(name) && !isExcused && text.split("\n").length - 1 > LINE_LIMIT;
    });
    expect(long.map(({ name, text }) => `${name}: ${text.split("\n").length - 1} lines`)).toEqual([]);
  });

  it("name no path of somebody's machine", () => {
    expect(places(files, (line) => MACHINE_PATH.test(line))).toEqual([]);
  });

  it("name no package registry, so that mirrors work", () => {
    expect(places(files, (line) => REGISTRY_HOSTS.some((host) => line.includes(host)))).toEqual([]);
  });

  it("of the handset do not know the product, because a phone does not", () => {
    const handset = files.filter(({ name }) => name.startsWith("handset/"));
    expect(handset.length).toBeGreaterThan(0);
    const inPackageName = new RegExp(`\\b(?:\\w+\\.)+${PRODUCT}(?:\\.\\w+)*`, "gi");
    const wrong = places(handset, (line) => line.replaceAll(inPackageName, "").toLowerCase().includes(PRODUCT));
    expect(wrong).toEqual([]);
  });

  it("are named in kebab-case or as Java wants it", () => {
    const odd = projectFiles().filter((name) => {
      const base = path.basename(name);
      return (
        /\.(ts|js|mjs)$/.test(base) && !/^[a-z0-9]+(?:-[a-z0-9]+)*(?:\.(?:test|config|d))?\.(?:ts|js|mjs)$/.test(base)
      );
    });
    expect(odd).toEqual([]);
  });
});

describe("the documentation", () => {
  const files = textFiles();
  const pages = files.filter(({ name }) => name.endsWith(".md"));
  const links = pages.flatMap(({ name, text }) =>
    [...text.matchAll(/\]\(([^)\s#]+)(?:#[^)]*)?\)/g)]
      .map((match) => match[1] ?? "")
      .filter((target) => !/^[a-z]+:/.test(target))
      .map((target) => ({ from: name, to: path.posix.normalize(path.posix.join(path.posix.dirname(name), target)) })),
  );

  it("has no link to a page or picture that is not there", () => {
    const known = new Set(projectFiles());
    const folders = new Set([...known].map((name) => path.posix.dirname(name)));
    const broken = links.filter(({ to }) => !known.has(to) && !folders.has(to.replace(/\/$/, "")));
    expect(broken.map(({ from, to }) => `${from} -> ${to}`)).toEqual([]);
  });

  it("can be reached from the README, every page of docs", () => {
    const linked = new Set(links.map(({ to }) => to));
    const lonely = pages.map(({ name }) => name).filter((name) => name.startsWith("docs/") && !linked.has(name));
    expect(lonely).toEqual([]);
  });
});
