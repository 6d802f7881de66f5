/**
 * Looks around in the app within a budget, after the scenario's own steps: taps what was not tapped, goes back, comes
 * back where it left the app. Never does what cannot be undone (danger.ts), answers no consent notice, types nothing.
 */
import { z } from "zod";
import type { Reading } from "../consent/look.ts";
import { getPast } from "../consent/get-past.ts";
import { layersOf } from "../consent/layers.ts";
import { readScreen } from "../consent/read-screen.ts";
import { handsetError } from "../errors.ts";
import { label, type Bounds, type UiNode } from "../page-source.ts";
import { AppGone, type StepContext } from "../steps/context.ts";
import { waitUnlessLate } from "../wait.ts";
import type { Walker } from "../walker.ts";
import { controlsOf, type Candidate } from "./controls.ts";
import type { Exploration } from "./explore-schema.ts";
import { recordOf, type ExplorationEnd, type Used } from "./record.ts";
import { ScreenGraph, type Edge, type Screen } from "./screen-graph.ts";
import { signatureOf, type Signature } from "./signature.ts";

/** How long an action may take to show an effect, and a screen to come to rest. */
const EFFECT_DEADLINE_MS = 1_500;
const REST_DEADLINE_MS = 3_000;
/** Going back, scrolling and coming back cost no tap, but end some time, too. */
const ACTIONS_A_TAP = 5;
/** Screens that are in the way (advertisements, ratings ...) before they count as places. */
const MAX_PAST = 12;
/** Presses of the back key until the app is taken to stay where it is. */
const MAX_BACKS = 8;
/** How often the app may be left in a row without a screen of its own in between. */
const MAX_OUTSIDE = 5;
const MAX_SCROLLS = 6;
const MAX_RESTARTS = 3;
/** Parts of the platform's dialogs about an app that crashed or does not answer. */
const CRASH_DIALOG_ID = "android:id/aerr_";

const activitySchema = z.string().max(500).nullable().catch(null);

/** Kinds of screens that are places to look at, not something in the way; only `none` is looked around on. */
const PLACES: ReadonlySet<string> = new Set(["none", "consent", "login"]);

interface Here {
  screen: Screen;
  signature: Signature;
  candidates: Candidate[];
  scrolls: Bounds[];
}
/** What was done last and from where, until it is known where it led. */
type Pending = Omit<Edge, "to">;

/** Starts the app again after it closed itself; throws where it crashed. */
export type StartAgain = () => Promise<void>;

export class Explorer {
  readonly graph = new ScreenGraph();
  readonly #context: StepContext;
  readonly #walker: Walker;
  readonly #budget: Exploration;
  readonly #startAgain: StartAgain;
  readonly #used: Used = { taps: 0, backs: 0, scrolls: 0, ms: 0 };
  readonly #started = performance.now();
  #main: Screen | null = null;
  #pending: Pending | null = null;
  #scrolledFrom: { screen: Screen; before: string } | null = null;
  /** Of the screen that is up. */
  #fingerprint = "";
  #past = 0;
  #outside = 0;
  #scrollsHere = 0;
  #wentBack = false;
  #restarts = 0;
  #isHalted = (): boolean => false;
  #declared: string[] = [];
  #package = "";
  readonly #reached = new Set<string>();

  constructor(context: StepContext, budget: Exploration, startAgain: StartAgain) {
    this.#context = context;
    this.#walker = context.walker;
    this.#budget = budget;
    this.#startAgain = startAgain;
    this.#watch();
  }

  /** Explores and leaves the record in the trace, whatever ends it. @throws AppGone when the app went away */
  async run(): Promise<void> {
    let ended: ExplorationEnd = "failed";
    const { taps, duration: ms, depth } = this.#budget;
    const { activities, package: name } = await this.#walker.handset.appInfo();
    [this.#declared, this.#package] = [activities, name];
    try {
      await this.#walker.during("explore", "explore", { taps, ms, depth }, async () => {
        await this.#toMainPage();
        ended = await this.#lookAround();
      });
    } finally {
      this.#keepRecord(ended);
    }
  }

  /** A walk that was called off ends the waits of the process; the process itself is still there. */
  #watch(): void {
    let isOver = false;
    const { session } = this.#walker;
    void session.gone.then(() => (isOver = true));
    this.#isHalted = () => isOver && session.lost === null && session.ended === null;
  }

  async #lookAround(): Promise<ExplorationEnd> {
    for (let actions = 0; actions < this.#budget.taps * ACTIONS_A_TAP; actions++) {
      if (this.#isHalted()) return "interrupted";
      if (performance.now() - this.#started > this.#budget.duration) return "duration";
      const here = await this.#arrive();
      if (here === "outside") {
        if (++this.#outside > MAX_OUTSIDE) return "app-left";
        await this.#comeBack();
        continue;
      }
      this.#outside = 0;
      this.#main ??= here.screen;
      const next = await this.#step(here);
      if (next !== null) return next;
    }
    return "actions";
  }

  /** One action on the screen that is up. @returns why there is none left, null to go on */
  async #step(here: Here): Promise<ExplorationEnd | null> {
    const { graph } = this;
    const isOpen = (screen: Screen): boolean => graph.isOpen(screen, this.#budget.depth);
    const isMain = here.screen === this.#main;
    if (here.screen.kind === "consent" && (isMain || graph.holdsBackKey(here.screen))) return "consent-notice";
    if (isOpen(here.screen)) {
      const chosen = graph.choose(here.screen, here.candidates);
      if (chosen) {
        if (this.#used.taps >= this.#budget.taps) return "taps";
        await this.#tap(here, chosen);
        return null;
      }
      if (await this.#scroll(here)) return null;
      graph.exhausted(here.screen);
    }
    const [edge] = graph.path(here.screen, isOpen) ?? [];
    if (edge) {
      if (edge.by === "back") await this.#back(here);
      else if (this.#used.taps >= this.#budget.taps) return "taps";
      else await this.#walk(here, edge);
      return null;
    }
    const isStuck = graph.holdsBackKey(here.screen);
    const isOpenElsewhere = !isMain && !isStuck && graph.screens.some(isOpen);
    if (!isOpenElsewhere) {
      if (graph.takeTurns(here.screen, this.#budget.depth)) return null;
      if (isMain) return "all-visited"; // what is left cannot be reached from here
      if (isStuck) return "stuck";
    }
    await this.#back(here);
    return null;
  }

  async #tap(here: Here, { key, label: name, rowKind, policy }: Candidate): Promise<void> {
    here.screen.controls.set(key, "tried");
    // What is tapped is what is there now, not what was there when it was chosen.
    const nodes = await this.#walker.look();
    const now = controlsOf(nodes, this.#budget.allow).candidates.find((one) => one.key === key);
    if (!now || !this.#owns(now.node) || now.shunned !== null) return;
    this.#pending = { from: here.screen.number, by: "tap", key, label: name, rowKind, policy };
    this.#used.taps++;
    this.#wentBack = false;
    await this.#walker.tapAt(now.point, name === "" ? now.node.id : name);
    await this.#effect(fingerprintOf(nodes));
  }

  /** Taps a control that was tapped before, on the way to somewhere else. */
  async #walk(here: Here, edge: Edge): Promise<void> {
    const candidate = here.candidates.find(({ key }) => key === edge.key);
    if (candidate && candidate.shunned === null) return this.#tap(here, candidate);
    if (!(await this.#scroll(here))) this.graph.breakOff(edge);
  }

  async #back(here: Here): Promise<void> {
    this.#pending = { from: here.screen.number, by: "back", key: "", label: "", rowKind: "", policy: false };
    await this.#pressBack();
  }

  async #pressBack(): Promise<void> {
    this.#used.backs++;
    this.#wentBack = true;
    await this.#walker.during("back", "back", {}, async () => {
      await this.#walker.handset.back();
      await this.#walker.session.flush();
    });
    await this.#effect(this.#fingerprint);
  }

  /** Brings more of the screen into view. @returns false at its end */
  async #scroll(here: Here): Promise<boolean> {
    const [bounds] = here.scrolls;
    const isStuck = this.#scrolledFrom?.screen === here.screen && this.#scrolledFrom.before === this.#fingerprint;
    if (!bounds || isStuck || this.#scrollsHere >= MAX_SCROLLS) return false;
    this.#used.scrolls++;
    this.#scrollsHere++;
    this.#scrolledFrom = { screen: here.screen, before: this.#fingerprint };
    await this.#walker.scrollWithin(bounds);
    await this.#effect(this.#fingerprint);
    return true;
  }

  /** The first page that a user sees who opens the app: out by the back key, in by its icon. */
  async #toMainPage(): Promise<void> {
    for (let backs = 0; backs < MAX_BACKS; backs++) {
      if ((await this.#presence()) === "outside") break;
      if (this.#restarts > 0) return; // it was started anew
      this.#fingerprint = fingerprintOf(await this.#walker.look());
      await this.#pressBack();
    }
    await this.#comeBack();
    this.#pending = null;
  }

  /** Whether the app is up. One that ends its process on the back key is started again; that is how some are left. */
  async #presence(): Promise<"here" | "outside"> {
    const { session, handset } = this.#walker;
    const state = session.lost === null && session.ended === null ? await handset.appState() : "not-running";
    if (state !== "not-running") return state === "foreground" ? "here" : "outside";
    if (!this.#wentBack || this.#restarts >= MAX_RESTARTS) {
      throw new AppGone(session.over ?? "the app closed itself while it was explored");
    }
    this.#restarts++;
    this.#landed("outside");
    this.#noteActivities();
    await this.#startAgain();
    this.#watch();
    return "here";
  }

  async #comeBack(): Promise<void> {
    // The app is up and something lies over it.
    if ((await this.#walker.handset.appState()) === "foreground") return this.#pressBack();
    await this.#walker.during("foreground", "foreground", {}, async () => {
      await this.#walker.handset.foreground();
      await this.#walker.session.flush();
    });
  }

  /** The screen that is up, once it is at rest and nothing lies over it. */
  async #arrive(): Promise<Here | "outside"> {
    for (;;) {
      const isOutside = (await this.#presence()) === "outside";
      const nodes = isOutside ? [] : await this.#atRest();
      if (isOutside || (await this.#presence()) === "outside") {
        this.#landed("outside");
        return "outside";
      }
      if (nodes.some(({ id }) => id.startsWith(CRASH_DIALOG_ID))) {
        throw handsetError("system-dialog", "the platform says that the app crashed or does not answer");
      }
      const reading = await readScreen(nodes, () => this.#walker.handset.screenshot());
      if (reading.kind === "permission") {
        if ((await this.#walker.answerPermissions(this.#context.permissions)) > 0) continue;
      } else if (!PLACES.has(reading.kind) && this.#past < MAX_PAST) {
        this.#past++;
        this.#wentBack = reading.dismiss === null;
        if (await getPast(this.#walker, reading)) continue;
      }
      if (reading.kind !== "permission" && !this.#isOfTheApp(nodes)) {
        this.#landed("outside");
        return "outside";
      }
      return this.#place(nodes, reading);
    }
  }

  /** A window of another app or of the platform may lie over the app; nothing in it is the explorer's business. */
  #isOfTheApp(nodes: UiNode[]): boolean {
    const front = (layersOf(nodes)[0]?.nodes ?? []).filter((node) => node.clickable || label(node) !== "");
    return front.length === 0 || front.some((node) => this.#owns(node));
  }

  #owns({ package: owner }: UiNode): boolean {
    return owner === "" || owner === this.#package;
  }

  async #place(nodes: UiNode[], reading: Reading): Promise<Here> {
    const signature = signatureOf(await this.#activity(), nodes);
    const { candidates, scrolls } = controlsOf(nodes, this.#budget.allow);
    const scrolled = this.#scrolledFrom?.screen;
    const kind = this.#isPolicy(reading, candidates) ? "policy" : reading.kind;
    const { screen, isNew } = this.#screenNow(signature, kind);
    this.graph.note(screen, candidates);
    if (reading.policy) screen.policy ??= reading.policy.label;
    if (screen !== scrolled) [this.#scrolledFrom, this.#scrollsHere] = [null, 0];
    this.#landed(screen);
    if (isNew) await this.#photograph(screen, reading);
    return { screen, signature, candidates, scrolls };
  }

  #screenNow(signature: Signature, kind: string): { screen: Screen; isNew: boolean } {
    const scrolled = this.#scrolledFrom?.screen;
    if (scrolled?.activity === signature.activity && this.#pending === null && kind === scrolled.kind) {
      this.graph.scrolled(signature, scrolled);
      return { screen: scrolled, isNew: false };
    }
    const byTap = this.#pending?.by === "tap";
    const from = this.graph.screens[(this.#pending?.from ?? 0) - 1] ?? null;
    const depth = from === null ? 0 : byTap ? from.depth + 1 : from.depth;
    return this.graph.screenOf(signature, { kind, depth, byTap, from });
  }

  /** The policy lies behind its name; a page that names it again is on the way there. It is read, not explored. */
  #isPolicy(reading: Reading, candidates: Candidate[]): boolean {
    return this.#pending?.policy === true && reading.kind !== "login" && !candidates.some(({ policy }) => policy);
  }

  #landed(place: Screen | "outside"): void {
    const pending = this.#pending;
    this.#pending = null;
    if (pending === null) return;
    this.graph.connect({ ...pending, to: place === "outside" ? place : place.number });
  }

  async #photograph(screen: Screen, reading: Reading): Promise<void> {
    const { handset, writer, session } = this.#walker;
    const { kind, reasons } = reading;
    const source = await handset.source();
    const { t } = session.now();
    const png = await handset.screenshot();
    screen.png = writer.screen({ t, png, source, detail: { explored: screen.number, reading: { kind, reasons } } }).png;
  }

  async #activity(): Promise<string> {
    const { browser } = this.#walker.handset;
    const name = activitySchema.parse(await browser.execute("mobile: getCurrentActivity", {}));
    return name?.startsWith(".") ? this.#package + name : (name ?? "");
  }

  /** Waits until the screen differs from what it was; an action without an effect is none the worse. */
  async #effect(before: string): Promise<void> {
    const changed = async (): Promise<true | null> =>
      fingerprintOf(await this.#walker.look()) === before ? null : true;
    await waitUnlessLate(EFFECT_DEADLINE_MS, changed, this.#walker.session.gone);
  }

  /** The nodes of a screen that looks the same twice; one that never rests is taken as it is. */
  async #atRest(): Promise<UiNode[]> {
    let nodes: UiNode[] = [];
    let last = "";
    await waitUnlessLate(
      REST_DEADLINE_MS,
      async () => {
        nodes = await this.#walker.look();
        const now = fingerprintOf(nodes);
        if (now === last) return true;
        last = now;
        return null;
      },
      this.#walker.session.gone,
    );
    this.#fingerprint = last;
    return nodes;
  }

  #noteActivities(): void {
    for (const { marker, data } of this.#walker.session.markers) {
      if (marker === "activity" && data["state"] === "resumed") this.#reached.add(String(data["name"]));
    }
    for (const { activity } of this.graph.screens) this.#reached.add(activity);
  }

  #keepRecord(ended: ExplorationEnd): void {
    this.#used.ms = Math.round(performance.now() - this.#started);
    this.#noteActivities();
    const activities = { declared: this.#declared, reached: this.#reached };
    const record = recordOf(this.graph, this.#main, this.#budget, this.#used, ended, activities);
    this.#walker.writer.meta("exploration", record);
  }
}

/** What a person would see of the screen, as one text. */
function fingerprintOf(nodes: UiNode[]): string {
  return JSON.stringify(nodes.map((node) => [label(node), node.checked, node.selected, node.bounds]));
}
