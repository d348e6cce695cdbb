import type { ExecutionLogData } from "@brasa/react/client";
import type { Execution, ExecutionState } from "../api/types";
import { waitsAgain } from "./waiting";

/** What a live report says of an execution's state: the finer one where there is one. */
export function stateOf(report: ExecutionLogData): ExecutionState {
  return report.deliveryStatus ?? report.status;
}

/** How far along a state is: a late report must not turn `read` back into `sent`. */
const RANK: Record<ExecutionState, number> = {
  pending: 0,
  scheduled: 1,
  sending: 3,
  unknown: 4,
  skipped: 5,
  failed: 5,
  sent: 5,
  delivered: 6,
  read: 7,
};

/** Who waits for a new attempt is further than the attempt that came to nothing. */
function rankOf(one: Pick<Execution, "state" | "executedAt">): number {
  return waitsAgain(one) ? RANK.sending + 0.5 : RANK[one.state];
}

/** The latest report of each execution, newest first; reports come newest first. */
export function latestReports(reports: readonly ExecutionLogData[]): Map<string, ExecutionLogData> {
  const latest = new Map<string, ExecutionLogData>();
  for (const report of reports) {
    if (!latest.has(report.executionId)) latest.set(report.executionId, report);
  }
  return latest;
}

/** A stored execution as a newer live report has it; the stored one when that is newer. */
export function updated(stored: Execution, report: ExecutionLogData | undefined): Execution {
  if (!report || report.timestamp < (stored.timestamp ?? "")) return stored;
  const state = stateOf(report);
  if (report.timestamp === stored.timestamp && rankOf({ ...report, state }) <= rankOf(stored))
    return stored;
  // A report without a reason or a time says that there is none any more.
  const { error: _error, scheduledAt: _scheduledAt, ...rest } = stored;
  return { ...rest, ...report, state };
}

/** An execution known from its live report alone. */
export function asExecution(report: ExecutionLogData): Execution {
  return { ...report, state: stateOf(report), attempt: report.attempt ?? 1 };
}

/** When it was executed, which is the order of the list; else when it is to be, or was told. */
export function whenOf(one: Pick<Execution, "executedAt" | "scheduledAt" | "timestamp">): string {
  return one.executedAt ?? one.scheduledAt ?? one.timestamp ?? "";
}

/** New ones shown above the stored list before the oldest of them drop out. */
const FRESH_SHOWN = 100;

/** Stored executions, newest first, with live reports laid over them and new ones above. */
export function merged(
  live: readonly ExecutionLogData[],
  stored: readonly Execution[],
): readonly Execution[] {
  const reports = latestReports(live);
  const known = new Set(stored.map((one) => one.executionId));
  const newest = stored[0] ? whenOf(stored[0]) : "";
  // A receipt of something older than the page is news, but not a new execution.
  const fresh = [...reports.values()]
    .filter((one) => !known.has(one.executionId) && whenOf(one) >= newest)
    .sort((a, b) => whenOf(b).localeCompare(whenOf(a)));
  return [
    ...fresh.slice(0, FRESH_SHOWN).map(asExecution),
    ...stored.map((one) => updated(one, reports.get(one.executionId))),
  ];
}
