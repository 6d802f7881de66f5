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

/** Codes that mean the client asked for something that cannot be: W3C `invalid argument`. */
const CLIENT_MISTAKES = new Set([
  "bad-parameter",
  "no-such-activity",
  "not-installed",
  "already-running",
  "not-suspended",
  "gated",
]);

/** The W3C error that a WebDriver client gets for `error`; the stable code stays in the message. */
export function toProtocolError(error: unknown): unknown {
  if (!(error instanceof HandsetError)) return error;
  const message = error.message;
  switch (error.code) {
    case "process-ended":
      return new errors.UnknownError(message, error);
    case "deadline-expired":
      return new errors.TimeoutError(message, error);
    case "unknown-method":
      return new errors.UnsupportedOperationError(`${message} [${error.code}]`, error);
    case "no-focus":
      return new errors.InvalidElementStateError(`${message} [${error.code}]`, error);
    default:
      return CLIENT_MISTAKES.has(error.code)
        ? new errors.InvalidArgumentError(`${message} [${error.code}]`, error)
        : new errors.UnknownError(`${message} [${error.code}]`, error);
  }
}
