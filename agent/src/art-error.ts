/** Why the agent cannot do its work on an ART machine. The text ends up in the coverage of the run, or in its failure. */
export type ArtErrorCode =
  "android-too-old" | "helper-missing" | "helper-not-loaded" | "not-deoptimized" | "members-unreadable";

export class ArtError extends Error {
  readonly code: ArtErrorCode;

  constructor(code: ArtErrorCode, message: string) {
    super(`${code}: ${message}`);
    this.name = "ArtError";
    this.code = code;
  }
}
