import { errors } from "appium/driver.js";

/**
 * Something the handset, its process or its installation could not do.
 * `code` is stable; codes that come over the wire from the handset process are passed on unchanged.
 */
export class HandsetError extends Error {
  readonly code: string;

  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "HandsetError";
    this.code = code;
  }
}

type ErrorClass = new (message: string, cause?: Error) => unknown;

/** Handset code -> W3C error; any other code is an `unknown error`. */
const PROTOCOL_ERRORS: Record<string, ErrorClass> = {
  "already-running": errors.InvalidArgumentError,
  "already-started": errors.InvalidArgumentError,
  "bad-parameter": errors.InvalidArgumentError,
  "no-launcher-activity": errors.InvalidArgumentError,
  "no-such-activity": errors.InvalidArgumentError,
  "no-such-file": errors.InvalidArgumentError,
  "no-such-receiver": errors.InvalidArgumentError,
  "not-installed": errors.InvalidArgumentError,
  "undeclared-permission": errors.InvalidArgumentError,
  gated: errors.InvalidElementStateError,
  "no-focused-field": errors.InvalidElementStateError,
  "not-running": errors.InvalidElementStateError,
  "not-suspended": errors.InvalidElementStateError,
  "deadline-expired": errors.TimeoutError,
  "not-responding": errors.TimeoutError,
  "unknown-method": errors.UnsupportedOperationError,
};

/** The W3C error that a WebDriver client gets for `error`; the stable code stands at the end of the message. */
export function toProtocolError(error: unknown): unknown {
  if (!(error instanceof HandsetError)) return error;
  const { code } = error;
  const Chosen = Object.hasOwn(PROTOCOL_ERRORS, code) ? PROTOCOL_ERRORS[code] : undefined;
  return new (Chosen ?? errors.UnknownError)(`${error.message} [${code}]`, error);
}
