/**
 * Turns markers and decisions into changes of the three axes. It states what happened and when, with an uncertainty;
 * whether that matters is for the rules.
 */
import type { MarkerRecord } from "../trace/frame.ts";
import type { Json, TraceWriter } from "../trace/trace-writer.ts";
import { permissionGroup } from "../catalogue/permission-groups.ts";

export type ConsentState = "not-launched" | "pre-notice" | "undecided" | "refused" | "guest" | "accepted" | "withdrawn";
export type AppState = "foreground-active" | "foreground-silent" | "background" | "screen-locked" | "stopped";

/** Reading the clock at a hook's entry and the hook itself take far less; a change of state is never sharper than this. */
export const MARKER_UNCERTAINTY_US = 1000;

export class PhaseTracker {
  readonly #writer: TraceWriter;
  #consent: ConsentState = "not-launched";
  #app: AppState = "stopped";
  #pausedAt = 0;
  #locked = false;
  /** Activities between start and stop, counted by name: an app may open one class on top of itself. */
  readonly #started = new Map<string, number>();

  constructor(writer: TraceWriter) {
    this.#writer = writer;
  }

  get consent(): ConsentState {
    return this.#consent;
  }

  get app(): AppState {
    return this.#app;
  }

  setConsent(state: ConsentState, t: number, uncertainty: number, source: string, detail: Json = {}): void {
    if (state === this.#consent) return;
    this.#consent = state;
    this.#writer.phase({ axis: "consent", state, t, uncertainty, source, detail });
  }

  /** The app's process is up: from here on it may read. A relaunch keeps an earlier decision. */
  processStarted(t: number): void {
    this.#started.clear();
    this.#setApp("foreground-active", t, 0, "process start");
    if (this.#consent === "not-launched") this.setConsent("pre-notice", t, 0, "process start");
  }

  processStopped(t: number, uncertainty: number, why: string): void {
    this.#setApp("stopped", t, uncertainty, why);
  }

  screenLocked(locked: boolean): void {
    this.#locked = locked;
  }

  /** Where no agent looks, the handset is asked instead. */
  observed(state: "foreground" | "background", t: number, uncertainty: number): void {
    if (state === "background") {
      if (this.#app.startsWith("foreground")) this.#leave(t, uncertainty, "asked the handset");
    } else if (this.#app === "background" || this.#app === "screen-locked") {
      this.#setApp("foreground-active", t, uncertainty, "asked the handset");
    }
  }

  /** Nobody touches the handset from here until the next touch. */
  silent(t: number): void {
    if (this.#app === "foreground-active") this.#setApp("foreground-silent", t, 0, "no input");
  }

  marker(record: MarkerRecord): void {
    const { t, data } = record;
    if (record.marker === "touch" && this.#app === "foreground-silent") {
      this.#setApp("foreground-active", t, MARKER_UNCERTAINTY_US, "touch");
    } else if (record.marker === "activity") {
      this.#activity(String(data["name"] ?? ""), String(data["state"] ?? ""), t);
    } else if (record.marker === "permission-result") {
      this.#permissions(String(data["names"] ?? "").split(","), String(data["results"] ?? "").split(","), t);
    }
  }

  #activity(name: string, state: string, t: number): void {
    const open = this.#started.get(name) ?? 0;
    if (state === "started" || state === "resumed") {
      // One that was started before anybody looked shows itself when it resumes.
      this.#started.set(name, state === "started" ? open + 1 : Math.max(open, 1));
      if (this.#app === "background" || this.#app === "screen-locked") {
        this.#setApp("foreground-active", t, MARKER_UNCERTAINTY_US, `activity ${state}`);
      }
    } else if (state === "paused") {
      this.#pausedAt = t;
    } else if (state === "stopped") {
      if (open > 1) this.#started.set(name, open - 1);
      else this.#started.delete(name);
      if (this.#started.size > 0 || !this.#app.startsWith("foreground")) return;
      const leaving = this.#pausedAt > 0 ? t - this.#pausedAt : 0;
      this.#leave(t, Math.max(leaving, MARKER_UNCERTAINTY_US), "last activity stopped");
    }
  }

  #leave(t: number, uncertainty: number, source: string): void {
    this.#setApp(this.#locked ? "screen-locked" : "background", t, uncertainty, source);
  }

  #permissions(names: string[], results: string[], t: number): void {
    for (const [index, name] of names.entries()) {
      const scope = permissionGroup(name.trim());
      if (scope === null) continue;
      const state = results[index]?.trim() === "0" ? "granted" : "denied";
      this.#writer.phase({
        axis: "permission",
        scope,
        state,
        t,
        uncertainty: MARKER_UNCERTAINTY_US,
        source: "permission-result",
        detail: { name },
      });
    }
  }

  #setApp(state: AppState, t: number, uncertainty: number, source: string): void {
    if (state === this.#app) return;
    this.#app = state;
    this.#writer.phase({ axis: "app", state, t, uncertainty, source });
  }
}
