/** The explorer at work on a handset that is a table of screens: what it does where an app does not simply show pages. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { z } from "zod";
import type { AppProcess } from "../../controller/app-process.ts";
import { exploreSchema } from "../../controller/explorer/explore-schema.ts";
import { Explorer } from "../../controller/explorer/explorer.ts";
import type { Handset } from "../../controller/handset.ts";
import { contains, parsePageSource } from "../../controller/page-source.ts";
import { AppGone, type StepContext } from "../../controller/steps/context.ts";
import { Walker } from "../../controller/walker.ts";
import { TraceReader } from "../../trace/trace-reader.ts";
import { TraceWriter } from "../../trace/trace-writer.ts";
import { button, screen, type Widget } from "./screens.ts";

const HOME = "home";
/** Where a tap on a label leads: another page, or out of the app. */
type Pages = Record<string, { widgets: Widget[]; leads?: Record<string, string>; activity?: string; below?: Widget[] }>;

interface Options {
  /** What the back key does on the first page. */
  backOnFirst?: "leaves" | "ends the process";
  permissions?: "grant" | "deny";
  /** Calls the walk off at the tap on this label. */
  haltAt?: string;
}

/** A phone with one app; the pages are a stack, as activities are. */
class TablePhone {
  readonly tapped: string[] = [];
  readonly #pages: Pages;
  readonly #options: Options;
  #stack: string[] = [HOME];
  /** The page that shows its lower part. */
  #scrolled = "";
  #state: "foreground" | "background" | "not-running" = "foreground";

  constructor(pages: Pages, options: Options = {}) {
    this.#pages = pages;
    this.#options = options;
  }

  get page(): string {
    return this.#state === "foreground" ? (this.#stack.at(-1) ?? HOME) : "launcher";
  }

  source(): string {
    if (this.#state !== "foreground") return screen({ text: "Launcher", package: "com.android.launcher3" });
    // Every tap shows, so that no test waits for an effect that does not come.
    const { widgets = [], below } = this.#pages[this.page] ?? {};
    const owner = widgets[0]?.package ?? "com.example.app";
    const counter = { text: `${this.tapped.length} taps`, bounds: "[400,0][720,40]", package: owner };
    return screen(...(this.#scrolled === this.page ? (below ?? widgets) : widgets), counter);
  }

  tap(x: number, y: number): void {
    const hit = parsePageSource(this.source()).findLast((node) => node.clickable && contains(node.bounds, x, y));
    if (!hit) return;
    const name = hit.text || hit.description;
    this.tapped.push(name);
    const to = this.#pages[this.page]?.leads?.[name];
    if (to === "outside") this.#state = "background";
    else if (to === "crash") this.#state = "not-running";
    else if (to === "back") this.back();
    else if (to !== undefined) this.#stack.push(to);
  }

  swipe(): void {
    this.#scrolled = this.page;
  }

  back(): void {
    if (this.#pages[this.page]?.leads?.["back"] === "stay") return;
    if (this.#stack.length > 1) this.#stack.pop();
    else this.#state = this.#options.backOnFirst === "ends the process" ? "not-running" : "background";
  }

  open(): void {
    if (this.#state === "not-running") this.#stack = [HOME];
    this.#state = "foreground";
  }

  get state(): "foreground" | "background" | "not-running" {
    return this.#state;
  }
}

const recordSchema = z.object({
  ended: z.string(),
  used: z.object({ taps: z.number(), backs: z.number(), scrolls: z.number() }),
  screens: z.array(z.object({ activity: z.string(), kind: z.string(), depth: z.number() })),
  edges: z.array(
    z.object({ from: z.number(), to: z.union([z.number(), z.string()]), by: z.string(), label: z.string() }),
  ),
  left: z.array(z.object({ label: z.string(), why: z.string() })),
  policy: z.object({ taps: z.number(), opened: z.boolean() }).nullable(),
  activities: z.object({ reached: z.array(z.string()) }),
});

const folders: string[] = [];
afterEach(() => folders.splice(0).forEach((dir) => rmSync(dir, { recursive: true, force: true })));

async function explore(pages: Pages, budget: object = {}, options: Options = {}) {
  const dir = mkdtempSync(join(tmpdir(), "explorer-walk-"));
  folders.push(dir);
  const phone = new TablePhone(pages, options);
  const writer = TraceWriter.create(dir, { runId: "test" });
  let clock = 0;
  let halt: () => void = () => undefined;
  const session: Partial<AppProcess> = {
    markers: [],
    gone: new Promise((resolve) => (halt = () => resolve("interrupted"))),
    lost: null,
    ended: null,
    over: null,
    now: () => ({ t: ++clock, errorUs: 0 }),
    flush: () => Promise.resolve(),
  };
  const handset = {
    browser: { execute: () => Promise.resolve(`.${pages[phone.page]?.activity ?? phone.page}`) },
    appInfo: () =>
      Promise.resolve({
        package: "com.example.app",
        activities: Object.keys(pages).map((name) => `com.example.app.${name}`),
      }),
    appState: () => Promise.resolve(phone.state),
    source: () => Promise.resolve(phone.source()),
    screenshot: () => Promise.resolve(Buffer.from("png")),
    tap: (x: number, y: number) => {
      phone.tap(x, y);
      if (options.haltAt !== undefined && phone.tapped.at(-1) === options.haltAt) halt();
      return Promise.resolve();
    },
    swipe: () => Promise.resolve(phone.swipe()),
    back: () => Promise.resolve(phone.back()),
    foreground: () => Promise.resolve(phone.open()),
  };
  const walker = new Walker(handset as unknown as Handset, writer, session as AppProcess);
  const context = { walker, permissions: options.permissions ?? "grant" } as unknown as StepContext;
  let restarts = 0;
  const again = (): Promise<void> => {
    restarts++;
    phone.open();
    return Promise.resolve();
  };
  let failed: unknown = null;
  try {
    await new Explorer(context, exploreSchema.parse(budget), again).run();
  } catch (error) {
    failed = error;
  }
  writer.seal("completed");
  const trace = TraceReader.open(dir);
  const record = recordSchema.parse(trace.meta().get("exploration"));
  trace.close();
  return { record, phone, restarts, failed };
}

const title = (text: string): Widget => ({ text, bounds: "[0,0][720,60]" });
const page = (name: string, ...widgets: Widget[]) => ({ widgets: [title(name), ...widgets] });

describe("the explorer", { timeout: 60_000 }, () => {
  it("visits every page, and taps nothing that cannot be undone", async () => {
    const { record, phone } = await explore({
      home: {
        ...page("Home", button("Notes"), button("Delete all"), button("Settings")),
        leads: { Notes: "notes", Settings: "settings" },
      },
      notes: { ...page("Notes", button("Send"), button("First note")), leads: { "First note": "note" } },
      note: page("First note", button("Share"), { text: "Milk and bread" }),
      settings: page("Settings", button("Log out")),
    });
    expect(record.ended).toBe("all-visited");
    expect(record.activities.reached.map((name) => name.split(".").at(-1))).toEqual([
      "home",
      "notes",
      "note",
      "settings",
    ]);
    expect(phone.tapped.toSorted()).toEqual(["First note", "Notes", "Settings"]);
    expect(record.left.map(({ label, why }) => `${label}: ${why}`).toSorted()).toEqual([
      "Delete all: delete",
      "Log out: leave",
      "Send: send",
      "Share: share",
    ]);
    expect(record.screens.map(({ depth }) => depth)).toEqual([0, 1, 1, 2]);
  });

  it("goes through menus that one activity shows in one list", async () => {
    const menu = (...rows: string[]): Widget[] => [
      {
        class: "android.widget.ListView",
        bounds: "[0,80][720,1280]",
        children: rows.map((text, i) => ({ text, clickable: true, bounds: `[0,${80 + i * 90}][720,${160 + i * 90}]` })),
      },
    ];
    const { record, phone } = await explore({
      home: { activity: "Menu", widgets: menu("App", "Views"), leads: { App: "app", Views: "views" } },
      app: { activity: "Menu", widgets: menu("Alarm", "Loader"), leads: { Alarm: "alarm", Loader: "loader" } },
      views: { activity: "Menu", widgets: menu("Chronometer", "Grid"), leads: { Grid: "grid" } },
      alarm: page("Alarm"),
      loader: page("Loader", button("Load")),
      grid: page("Grid"),
    });
    expect(phone.tapped.toSorted()).toEqual(["Alarm", "App", "Chronometer", "Grid", "Load", "Loader", "Views"]);
    expect(record.screens.map(({ activity }) => activity.split(".").at(-1)).toSorted()).toEqual([
      "Menu",
      "Menu",
      "Menu",
      "alarm",
      "grid",
      "loader",
    ]);
  });

  it("scrolls to what does not show at once, and the page stays the same page", async () => {
    const part = (...widgets: Widget[]): Widget[] => [
      {
        class: "android.widget.ScrollView",
        id: "a:id/scroll",
        scrollable: true,
        bounds: "[0,80][720,1280]",
        children: widgets,
      },
    ];
    const { record, phone } = await explore({
      home: {
        widgets: part(button("Songs")),
        below: part(button("Privacy Policy")),
        leads: { Songs: "songs", "Privacy Policy": "policy" },
      },
      songs: page("Songs"),
      policy: page("Privacy Policy", { text: "We process what you tell us." }),
    });
    expect(phone.tapped).toEqual(["Songs", "Privacy Policy"]);
    expect(record.screens.map(({ activity, kind }) => `${activity.split(".").at(-1)} ${kind}`)).toEqual([
      "home none",
      "songs none",
      "policy policy",
    ]);
    expect(record.policy).toEqual({ taps: 1, opened: true });
  });

  it("ends at once where the run is called off", async () => {
    const pages: Pages = {
      home: { ...page("Home", button("Notes"), button("Songs")), leads: { Notes: "notes", Songs: "songs" } },
      notes: page("Notes", button("First note")),
      songs: page("Songs"),
    };
    const { record, phone, failed } = await explore(pages, {}, { haltAt: "Notes" });
    expect([record.ended, failed, phone.tapped]).toEqual(["interrupted", null, ["Notes"]]);
  });

  it("gives every page its turn before one gets all the taps", async () => {
    const many = (name: string): string[] =>
      Array.from({ length: 12 }, (_, i) => `${name} ${String.fromCharCode(65 + i)}`);
    const { phone } = await explore(
      {
        home: {
          ...page("Home", button("Songs"), button("Books"), button("Films")),
          leads: { Songs: "songs", Books: "books", Films: "films" },
        },
        songs: page("Songs", ...many("Song").map(button)),
        books: page("Books", ...many("Book").map(button)),
        films: page("Films", ...many("Film").map(button)),
      },
      { taps: 21 },
    );
    const taps = (name: string): number => phone.tapped.filter((label) => label.startsWith(`${name} `)).length;
    expect([taps("Song"), taps("Book"), taps("Film")]).toEqual([6, 6, 6]);
  });

  it("taps what the scenario allows", async () => {
    const pages: Pages = { home: { ...page("Home", button("Send")), leads: { Send: "sent" } }, sent: page("Sent") };
    const { record, phone, failed } = await explore(pages, { allow: ["Send"] });
    expect([failed, record.ended]).toEqual([null, "all-visited"]);
    expect(phone.tapped).toEqual(["Send"]);
  });

  it("comes back where a control leads out of the app, and keeps that it did", async () => {
    const { record } = await explore({
      home: { ...page("Home", button("Website"), button("Notes")), leads: { Website: "outside", Notes: "notes" } },
      notes: page("Notes"),
    });
    expect(record.edges).toContainEqual({ from: 1, to: "outside", by: "tap", label: "Website" });
    expect(record.activities.reached).toContain("com.example.app.notes");
    expect(record.ended).toBe("all-visited");
  });

  it("taps nothing in a window that is not the app's, and goes back from it", async () => {
    const theirs = (text: string): Widget => ({ ...button(text), package: "android" });
    const { record, phone } = await explore({
      home: {
        ...page("Home", button("Open with"), button("Notes")),
        leads: { "Open with": "chooser", Notes: "notes" },
      },
      chooser: {
        widgets: [
          { class: "android.widget.LinearLayout", package: "android", children: [theirs("Mail"), theirs("Just once")] },
        ],
      },
      notes: page("Notes"),
    });
    expect(phone.tapped.toSorted()).toEqual(["Notes", "Open with"]);
    expect(record.edges).toContainEqual({ from: 1, to: "outside", by: "tap", label: "Open with" });
    expect(record.ended).toBe("all-visited");
  });

  it("starts an app again that ends itself on the back key", async () => {
    const pages: Pages = {
      home: { ...page("Home", button("Notes")), leads: { Notes: "notes" } },
      notes: page("Notes"),
    };
    const { record, restarts, failed } = await explore(pages, {}, { backOnFirst: "ends the process" });
    expect([restarts, failed]).toEqual([1, null]);
    expect(record.activities.reached).toContain("com.example.app.notes");
  });

  it("ends where a tap ended the app, with what was seen so far on record", async () => {
    const pages: Pages = { home: { ...page("Home", button("Boom")), leads: { Boom: "crash" } } };
    const { record, restarts, failed } = await explore(pages);
    expect(failed).toBeInstanceOf(AppGone);
    expect(restarts).toBe(0);
    expect(record.ended).toBe("failed");
    expect(record.screens).toHaveLength(1);
  });

  it("answers permission dialogs as the scenario says, and no consent notice", async () => {
    const dialog = (id: string, text: string): Widget => ({
      ...button(text),
      id: `com.android.permissioncontroller:id/${id}`,
      package: "com.android.permissioncontroller",
    });
    const pages: Pages = {
      home: { ...page("Home", button("Map"), button("News")), leads: { Map: "ask", News: "notice" } },
      ask: {
        widgets: [dialog("permission_allow_button", "Allow"), dialog("permission_deny_button", "Don't allow")],
        leads: { "Don't allow": "back", Allow: "back" },
      },
      notice: {
        widgets: [
          title("Privacy Policy"),
          { text: "We process your personal information. Please read our privacy policy before you agree." },
          button("Agree and continue"),
          button("Decline"),
        ],
      },
    };
    const { record, phone } = await explore(pages, {}, { permissions: "deny" });
    expect(phone.tapped).toContain("Don't allow");
    expect(phone.tapped).not.toContain("Allow");
    expect(phone.tapped).not.toContain("Agree and continue");
    expect(phone.tapped).not.toContain("Decline");
    expect(record.screens.map(({ kind }) => kind)).toContain("consent");
    expect(record.ended).toBe("all-visited");
  });

  it("ends at a notice that cannot be left by the back key", async () => {
    const { record, phone } = await explore({
      home: { ...page("Home", button("News")), leads: { News: "notice" } },
      notice: {
        widgets: [
          title("Privacy Policy"),
          { text: "We process your personal information. Please read our privacy policy before you agree." },
          button("Agree and continue"),
          button("Decline"),
        ],
        leads: { back: "stay" },
      },
    });
    expect(record.ended).toBe("consent-notice");
    expect(phone.tapped).toEqual(["News"]);
  });

  it("stays within its taps and its depth", async () => {
    const many = Array.from({ length: 12 }, (_, i) => `Topic ${String.fromCharCode(65 + i)}`);
    const pages: Pages = {
      home: { ...page("Home", ...many.map(button)), leads: Object.fromEntries(many.map((name) => [name, "topic"])) },
      topic: { ...page("Topic", button("Deeper")), leads: { Deeper: "deeper" } },
      deeper: page("Deeper", button("Deepest")),
    };
    const short = await explore(pages, { taps: 3 });
    expect([short.record.ended, short.phone.tapped.length]).toEqual(["taps", 3]);
    const flat = await explore(pages, { depth: 1, taps: 100 });
    expect(flat.record.ended).toBe("all-visited");
    expect(flat.phone.tapped.toSorted()).toEqual(many);
  });
});
