const BAR_WIDTH = 24;
const REDRAW_MS = 100;
const MEBIBYTE = 1024 * 1024;

/**
 * Shows the steps of an installation on a stream: a bar that redraws itself on a terminal, plain lines elsewhere.
 * Nothing is printed before the first step that has work to do, so a warm start is silent.
 */
export class Progress {
  #stream;
  #live;
  #total;
  #index = 0;
  #label = "";
  #began = 0;
  #drawn = 0;

  constructor(total, stream = process.stderr) {
    this.#stream = stream;
    this.#live = Boolean(stream.isTTY) && !process.env.CI;
    this.#total = total;
  }

  /** Opens step number `index` (from 1). */
  begin(index, label) {
    this.#index = index;
    this.#label = label;
    this.#began = Date.now();
    this.#drawn = 0;
    if (this.#live) this.#draw(undefined, undefined);
    else this.#stream.write(`[${index}/${this.#total}] ${label} ...\n`);
  }

  /** Bytes of the open step: done of all. Drawn on terminals only. */
  bytes(done, all) {
    if (!this.#live || Date.now() - this.#drawn < REDRAW_MS) return;
    this.#drawn = Date.now();
    this.#draw(done, all);
  }

  /** Closes the open step with a word about its outcome. */
  end(outcome) {
    const seconds = ((Date.now() - this.#began) / 1000).toFixed(1);
    const line = `[${this.#index}/${this.#total}] ${this.#label}: ${outcome} (${seconds} s)`;
    this.#stream.write(this.#live ? `\r\u001b[2K${line}\n` : `${line}\n`);
  }

  #draw(done, all) {
    const steps = this.#index - 1 + (all ? Math.min(1, done / all) : 0);
    const filled = Math.round((steps / this.#total) * BAR_WIDTH);
    const bar = "#".repeat(filled) + "-".repeat(BAR_WIDTH - filled);
    const size = all ? ` ${Math.floor(done / MEBIBYTE)} of ${Math.ceil(all / MEBIBYTE)} MB` : "";
    this.#stream.write(`\r\u001b[2K[${bar}] ${this.#index}/${this.#total} ${this.#label}${size}`);
  }
}
