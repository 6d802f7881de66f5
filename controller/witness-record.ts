/** What the handset itself noted, kept in the trace of a run that no agent looked into. */
import type { TraceWriter, WitnessLine } from "../trace/trace-writer.ts";
import type { AccessLogLine, ProcessEvent } from "./handset.ts";

/** An app that floods the handset's log fills no trace with it; what is left out is counted. */
const MAX_LINES = 100_000;

export function keepWitness(writer: TraceWriter, log: readonly AccessLogLine[], events: readonly ProcessEvent[]): void {
  const kept = log.slice(0, MAX_LINES).map(accessLine);
  const left = log.length - kept.length;
  const dropped: WitnessLine[] = left > 0 ? [droppedLine(left)] : [];
  writer.witness([...kept, ...dropped, ...events.slice(0, MAX_LINES).map(processLine)]);
}

function accessLine(line: AccessLogLine): WitnessLine {
  if (line.t === null) return droppedLine(line.dropped);
  const { t, api, permission, allowed } = line;
  return { kind: "access", t, name: api, permission, outcome: allowed ? "allowed" : "denied" };
}

function droppedLine(lines: number): WitnessLine {
  return { kind: "dropped", t: 0, name: "dropped", permission: "", outcome: "", detail: { lines } };
}

/** The handset's events carry its wall clock; it goes along as it is. */
function processLine(event: ProcessEvent): WitnessLine {
  const { event: name, pid, time, reason } = event;
  const detail = { pid: Number(pid ?? 0), wallMs: Number(time ?? 0), reason: String(reason ?? "") };
  return { kind: "process", t: 0, name, permission: "", outcome: "", detail };
}
