/**
 * `npm run bench -- consent [--corpus DIR] [--only ID] [--reasons] [--without-recipes] [--changed]`: how well screens are
 * read, on any folder of labelled screens (page source, labels, and a screenshot where the tree says nothing): precision
 * and recall of every control and of the kind, with each miss by the screen's id; then how many screens that are read
 * without a miss are read so still after changes that a person would not notice, and without recipes. Holds us to 0.97.
 * `--changed` names the screens that a change spoils.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { parseArgs } from "node:util";
import { closeOcr } from "../controller/consent/ocr.ts";
import { isSilent, readScreen } from "../controller/consent/read-screen.ts";
import { recogniseConsent, type ConsentReading, type Control } from "../controller/consent/recogniser.ts";
import { centre, contains, parsePageSource, type UiNode } from "../controller/page-source.ts";
import { TRANSFORMS } from "./consent-transforms.ts";

const HOLD = 0.97;
const ROLES = ["accept", "refuse", "policy", "secondLayer", "guest", "tick", "scroll", "dismiss"] as const;
type Role = (typeof ROLES)[number];
type Rectangle = [number, number, number, number];

interface Labels {
  id: string;
  language: string;
  kind: string;
  noticeOnly?: boolean;
  controls: Partial<Record<Role, Rectangle[]>>;
}

/** Right, wrong (predicted where there is none, or beside it), missed (there is one, not found). */
class Tally {
  right = 0;
  wrong = 0;
  missed = 0;

  get precision(): number {
    return this.right + this.wrong === 0 ? 1 : this.right / (this.right + this.wrong);
  }

  get recall(): number {
    return this.right + this.missed === 0 ? 1 : this.right / (this.right + this.missed);
  }
}

function predicted(reading: ConsentReading, role: Role): Control[] {
  if (role === "tick") return reading.boxes;
  const control = reading[role];
  return control ? [control] : [];
}

function isHit(control: Control, [x1, y1, x2, y2]: Rectangle): boolean {
  const { x, y } = centre(control.target.bounds);
  return contains({ x1, y1, x2, y2 }, x, y);
}

/** Rectangles of one row tick one box: the box and its text. */
function boxesOf(rectangles: Rectangle[]): Rectangle[][] {
  const rows: Rectangle[][] = [];
  for (const one of rectangles) {
    const row = rows.find((others) => others.some((other) => Math.min(one[3], other[3]) > Math.max(one[1], other[1])));
    if (row) row.push(one);
    else rows.push([one]);
  }
  return rows;
}

/** @returns misses as text */
function judge(labels: Labels, reading: ConsentReading, tallies: Map<string, Tally>): string[] {
  const misses: string[] = [];
  for (const role of ROLES) {
    const tally = tallies.get(role) ?? new Tally();
    tallies.set(role, tally);
    const wanted = labels.controls[role] ?? [];
    const found = predicted(reading, role);
    for (const control of found) {
      if (wanted.some((rectangle) => isHit(control, rectangle))) continue;
      tally.wrong++;
      misses.push(`${role}: "${control.label.slice(0, 40)}" ${JSON.stringify(centre(control.target.bounds))} is wrong`);
    }
    const groups = role === "tick" ? boxesOf(wanted) : wanted.length > 0 ? [wanted] : [];
    for (const group of groups) {
      if (found.some((control) => group.some((rectangle) => isHit(control, rectangle)))) tally.right++;
      else {
        tally.missed++;
        misses.push(`${role}: missed ${JSON.stringify(group)}`);
      }
    }
  }
  const kinds = new Set([`kind ${labels.kind}`, `kind ${reading.kind}`]);
  for (const name of [...kinds, "is consent", "noticeOnly"]) if (!tallies.has(name)) tallies.set(name, new Tally());
  if (labels.kind === reading.kind) tally(tallies, `kind ${labels.kind}`).right++;
  else {
    tally(tallies, `kind ${labels.kind}`).missed++;
    tally(tallies, `kind ${reading.kind}`).wrong++;
    misses.push(`kind: ${reading.kind}, should be ${labels.kind}`);
  }
  count(tally(tallies, "is consent"), labels.kind === "consent", reading.kind === "consent");
  count(tally(tallies, "noticeOnly"), labels.noticeOnly === true, reading.noticeOnly);
  if ((labels.noticeOnly === true) !== reading.noticeOnly) misses.push(`noticeOnly: ${reading.noticeOnly} is wrong`);
  return misses;
}

function tally(tallies: Map<string, Tally>, name: string): Tally {
  const known = tallies.get(name) ?? new Tally();
  tallies.set(name, known);
  return known;
}

function count(into: Tally, wanted: boolean, got: boolean): void {
  if (wanted && got) into.right++;
  else if (wanted) into.missed++;
  else if (got) into.wrong++;
}

/** A screen of the corpus whose tree speaks, and which was read without a miss. */
interface Sound {
  labels: Labels;
  nodes: UiNode[];
}

export async function run(args: string[]): Promise<number> {
  const { values } = parseArgs({
    args,
    options: {
      corpus: { type: "string" },
      only: { type: "string" },
      reasons: { type: "boolean" },
      "without-recipes": { type: "boolean" },
      changed: { type: "boolean" },
    },
  });
  const root = values.corpus ?? path.join(import.meta.dirname, "..", "scenarios", "consent-corpus", "seen");
  const tallies = new Map<string, Tally>();
  const screens = readdirSync(root)
    .filter(
      (id) => existsSync(path.join(root, id, "labels.json")) && (values.only === undefined || id.includes(values.only)),
    )
    .sort();
  let spoiled = 0;
  const sound: Sound[] = [];
  try {
    for (const id of screens) {
      const labels = JSON.parse(readFileSync(path.join(root, id, "labels.json"), "utf8")) as Labels;
      const nodes = parsePageSource(readFileSync(path.join(root, id, "screen.xml"), "utf8"));
      const reading = values["without-recipes"]
        ? recogniseConsent(nodes, [])
        : await readScreen(nodes, () => readFile(path.join(root, id, "screen.png")));
      const misses = judge(labels, reading, tallies);
      if (misses.length > 0) spoiled++;
      else if (!isSilent(nodes)) sound.push({ labels, nodes });
      for (const miss of misses) process.stdout.write(`${id}  ${miss}\n`);
      if (values.reasons) process.stdout.write(`${id}  because ${reading.reasons.join(" | ")}\n`);
    }
  } finally {
    await closeOcr();
  }
  const held = report(tallies, screens.length, spoiled);
  return reportChanges(sound, values.changed ?? false) ? held : 1;
}

/** @returns true when enough of the screens that were read well are read so after every change */
function reportChanges(sound: readonly Sound[], isNaming: boolean): boolean {
  const changes = [
    ...TRANSFORMS.map((one) => ({ ...one, recipes: undefined })),
    { name: "without recipes", scale: 1, languages: undefined, apply: (nodes: UiNode[]) => nodes, recipes: [] },
  ];
  let [same, all] = [0, 0];
  for (const { name, scale, languages, apply, recipes } of changes) {
    const concerned = sound.filter(({ labels }) => languages?.includes(labels.language) ?? true);
    const spoiled = concerned.flatMap(({ labels, nodes }) => {
      const misses = judge(scaledLabels(labels, scale), recogniseConsent(apply(nodes), recipes), new Map());
      return misses.length > 0 ? [`${labels.id}  ${misses.join("; ")}`] : [];
    });
    same += concerned.length - spoiled.length;
    all += concerned.length;
    process.stdout.write(`${name.padEnd(24)} ${concerned.length - spoiled.length} of ${concerned.length} the same\n`);
    if (isNaming) for (const one of spoiled) process.stdout.write(`  ${one}\n`);
  }
  const share = all === 0 ? 0 : same / all;
  process.stdout.write(`robustness ${share.toFixed(3)}\n`);
  return share >= HOLD;
}

function scaledLabels(labels: Labels, scale: number): Labels {
  const controls = Object.fromEntries(
    Object.entries(labels.controls).map(([role, all]) => [
      role,
      all.map((rectangle) => rectangle.map((at) => Math.round(at * scale))),
    ]),
  ) as Labels["controls"];
  return { ...labels, controls };
}

function report(tallies: Map<string, Tally>, screens: number, spoiled: number): number {
  const names = [
    ...ROLES,
    "is consent",
    "noticeOnly",
    ...[...tallies.keys()].filter((n) => n.startsWith("kind ")).sort(),
  ];
  process.stdout.write(`${"".padEnd(18)} precision  recall   right  wrong  missed\n`);
  let isHeld = screens > 0;
  for (const name of names) {
    const one = tally(tallies, name);
    process.stdout.write(
      `${name.padEnd(18)} ${one.precision.toFixed(3).padStart(9)} ${one.recall.toFixed(3).padStart(7)} ` +
        `${String(one.right).padStart(7)} ${String(one.wrong).padStart(6)} ${String(one.missed).padStart(7)}\n`,
    );
    if (!name.startsWith("kind ") && (one.precision < HOLD || one.recall < HOLD)) isHeld = false;
  }
  const kinds = [...tallies].filter(([name]) => name.startsWith("kind ")).map(([, one]) => one);
  const right = kinds.reduce((sum, one) => sum + one.right, 0);
  const accuracy = screens === 0 ? 0 : right / screens;
  process.stdout.write(
    `${screens} screens, kind right on ${right} (${accuracy.toFixed(3)}), ${screens - spoiled} without any miss; hold ${HOLD}\n`,
  );
  return isHeld && accuracy >= HOLD ? 0 : 1;
}
