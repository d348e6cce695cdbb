import type { ExecutionLogData } from "@brasa/react/client";
import type { Execution, ExecutionState } from "../api/types";

/** The filters of the executions page; empty text filters nothing. */
export interface ExecutionFilter {
  campaignId: string;
  sessionId: string;
  state: string;
  type: string;
  /** A reason's code. */
  reason: string;
}

/** What a live report says of an execution's state: the finer one where there is one. */
export function stateOf(report: ExecutionLogData): ExecutionState {
  return report.deliveryStatus ?? report.status;
}

/** How far along a state is: a late report must not turn `read` back into `sent`. */
const RANK: Record<ExecutionState, number> = {
  pending: 0,
  scheduled: 1,
  leased: 2,
  sending: 3,
  unknown: 4,
  skipped: 5,
  failed: 5,
  sent: 5,
  delivered: 6,
  read: 7,
};

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
  if (report.timestamp === stored.timestamp && RANK[state] <= RANK[stored.state]) return stored;
  return { ...stored, ...report, state };
}

/** An execution known from its live report alone. */
export function asExecution(report: ExecutionLogData): Execution {
  return { ...report, state: stateOf(report), attempt: 1 };
}

export function passes(execution: Execution, filter: ExecutionFilter): boolean {
  const { campaignId, sessionId, state, type, reason } = filter;
  return (
    (!campaignId || execution.campaignId === campaignId) &&
    (!sessionId || execution.sessionId === sessionId) &&
    (!state || execution.state === state) &&
    (!type || execution.executionType === type) &&
    (!reason || execution.error?.code === reason)
  );
}
