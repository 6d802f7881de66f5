import { TraceError } from "../../../trace/errors.ts";

/** Code of the TraceError that `work` throws; anything else it throws goes on. */
export function codeThrown(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    if (error instanceof TraceError) return error.code;
    throw error;
  }
  return "nothing was thrown";
}
