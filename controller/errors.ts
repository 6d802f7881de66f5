/** Errors that a person can act on. `exit` is the process exit code of design section "command line". */

/** 2 usage or configuration, 3 handset or environment, 4 evidence damaged or lost. */
export type ErrorExit = 2 | 3 | 4;

export class ControllerError extends Error {
  readonly code: string;
  readonly exit: ErrorExit;
  readonly remedy: string;

  constructor(code: string, exit: ErrorExit, message: string, remedy = "", options?: ErrorOptions) {
    super(message, options);
    this.name = "ControllerError";
    this.code = code;
    this.exit = exit;
    this.remedy = remedy;
  }
}

/** A mistake in what the user gave us: scenario, APK, capability, option. */
export function usageError(code: string, message: string, remedy = ""): ControllerError {
  return new ControllerError(code, 2, message, remedy);
}

/** The handset or this machine does not do what it must. */
export function handsetError(code: string, message: string, remedy = "", cause?: unknown): ControllerError {
  return new ControllerError(code, 3, message, remedy, cause === undefined ? undefined : { cause });
}
