/** Keeps given values out of everything that a run stores, in the forms in which they travel. */

/** Stands where a value was. */
export const WITHHELD = "[withheld]";

export class SecretFilter {
  readonly #values = new Set<string>();
  #forms: string[] = [];

  add(value: string): void {
    if (value === "" || this.#values.has(value)) return;
    this.#values.add(value);
    const forms = [...this.#values].flatMap(formsOf);
    // The longer first: one form may be the beginning of another.
    this.#forms = [...new Set(forms)].sort((a, b) => b.length - a.length);
  }

  /** Cheap where there is nothing to withhold. */
  holds(text: string): boolean {
    return this.#forms.some((form) => text.includes(form));
  }

  /** As `holds`, for the texts among the cells of a row. */
  inAny(cells: readonly unknown[]): boolean {
    return this.#forms.length > 0 && cells.some((cell) => typeof cell === "string" && this.holds(cell));
  }

  /** How often `text` holds a value, in any form. */
  count(text: string): number {
    return this.holds(text) ? this.clean(text).split(WITHHELD).length - text.split(WITHHELD).length : 0;
  }

  clean(text: string): string {
    return this.#forms.reduce((left, form) => left.replaceAll(form, WITHHELD), text);
  }
}

/** The value itself; escaped for JSON and XML; encoded for URLs, forms and basic authentication. */
function formsOf(value: string): string[] {
  const json = JSON.stringify(value).slice(1, -1);
  const ampersands = value.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
  const encoded = encodeURIComponent(value.toWellFormed());
  return [
    value,
    json,
    JSON.stringify(json).slice(1, -1), // JSON within JSON
    ampersands.replaceAll('"', "&quot;"),
    ampersands.replaceAll('"', "&quot;").replaceAll("'", "&apos;"),
    encoded,
    encoded.replaceAll("%20", "+"),
    Buffer.from(value, "utf8").toString("base64").replace(/=+$/, ""),
    Buffer.from(value, "utf8").toString("hex"),
  ];
}
