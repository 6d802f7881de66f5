/** What the rules refuse, with stable codes. */
export type RulesErrorCode =
  | "pack-invalid" // a rule pack is wrong: usage error
  | "run-unreadable" // a run folder holds no trace the rules can read
  | "result-invalid" // a result file does not follow its schema
  | "declarations-invalid" // a declarations file is wrong
  | "suppressions-invalid" // a suppressions file is wrong
  | "sample-invalid" // a sample's or a selftest's record is wrong, incomplete or of something else
  | "baseline-missing" // new violations were asked for, and no older result given
  | "truth-invalid" // a labelled-behaviours file does not follow its schema
  | "doors-missing"; // no catalogue rows, so no pass could ever be justified

/** Exit status of the command line for each code: 2 the user's file, 4 the evidence, 70 a bug. */
const EXIT: Record<RulesErrorCode, 2 | 4 | 70> = {
  "pack-invalid": 2,
  "run-unreadable": 4,
  "result-invalid": 2,
  "declarations-invalid": 2,
  "suppressions-invalid": 2,
  "sample-invalid": 2,
  "baseline-missing": 2,
  "truth-invalid": 2,
  "doors-missing": 70,
};

export class RulesError extends Error {
  readonly code: RulesErrorCode;
  readonly exitStatus: number;
  constructor(code: RulesErrorCode, message: string) {
    super(message);
    this.name = "RulesError";
    this.code = code;
    this.exitStatus = EXIT[code];
  }
}
