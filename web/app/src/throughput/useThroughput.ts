import type { Page, ThroughputPoint } from "../api/types";
import { type Resource, useResource } from "../api/useResource";
import { MINUTE, useMinute } from "./useMinute";

export type Span = "hour" | "day" | "week";

/** Whose sends: one campaign's, one session's, or everyone's. */
export interface ThroughputFilter {
  campaignId?: string;
  sessionId?: string;
}

/** How much time one point of a span counts, ms. */
export const stepOf = (span: Span): number => SPANS[span].stepMs;

const SPANS: Record<Span, { unit: "minute" | "hour"; stepMs: number; steps: number }> = {
  hour: { unit: "minute", stepMs: MINUTE, steps: 60 },
  day: { unit: "hour", stepMs: 60 * MINUTE, steps: 24 },
  week: { unit: "hour", stepMs: 60 * MINUTE, steps: 168 },
};

/** Sends per minute or hour over a span that ends now; read again as each step begins. */
export function useThroughput(span: Span, filter: ThroughputFilter): Resource<ThroughputPoint[]> {
  const { unit, stepMs, steps } = SPANS[span];
  const minute = useMinute();
  const step = Math.floor((minute * MINUTE) / stepMs);
  const since = new Date((step - steps + 1) * stepMs).toISOString();
  const { data, ...rest } = useResource<Page<ThroughputPoint>>("/throughput", {
    query: { ...filter, unit, since },
    version: minute,
    everyMs: 1_000,
  });
  return { ...rest, data: data?.items };
}
