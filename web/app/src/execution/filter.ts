import type { Execution, ExecutionState } from "../api/types";
import { whenOf } from "./merge";

/** The filters of the executions page; empty text filters nothing. */
export interface ExecutionFilter {
  campaignId: string;
  sessionId: string;
  state: string;
  /** A step of the funnel: what came that far or further. */
  reached: string;
  type: string;
  /** A reason's code. */
  reason: string;
  /** When it was executed, or else is scheduled; ISO 8601, `until` excluded. */
  since: string;
  until: string;
}

/** The filters by their names in the address bar. */
const NAMES: Record<keyof ExecutionFilter, string> = {
  campaignId: "campaign",
  sessionId: "session",
  state: "state",
  reached: "reached",
  type: "type",
  reason: "reason",
  since: "since",
  until: "until",
};

/** The filter that an address asks for. */
export function filterOf(query: URLSearchParams): ExecutionFilter {
  const entries = Object.entries(NAMES).map(([field, name]) => [field, query.get(name) ?? ""]);
  return Object.fromEntries(entries) as ExecutionFilter;
}

/** The address of the executions that pass a filter. */
export function addressOf(filter: Partial<ExecutionFilter>): string {
  const query = new URLSearchParams();
  for (const [field, value] of Object.entries(filter)) {
    if (value) query.set(NAMES[field as keyof ExecutionFilter], value);
  }
  return `/executions?${query}`;
}

const REACHED: Record<string, readonly ExecutionState[]> = {
  sent: ["sent", "delivered", "read"],
  delivered: ["delivered", "read"],
  read: ["read"],
};

export function passes(execution: Execution, filter: ExecutionFilter): boolean {
  const { campaignId, sessionId, state, reached, type, reason, since, until } = filter;
  const at = whenOf(execution);
  return (
    (!campaignId || execution.campaignId === campaignId) &&
    (!sessionId || execution.sessionId === sessionId) &&
    (!state || execution.state === state) &&
    (!reached || (REACHED[reached] ?? []).includes(execution.state)) &&
    (!since || at >= since) &&
    (!until || at < until) &&
    (!type || execution.executionType === type) &&
    (!reason || execution.error?.code === reason)
  );
}
