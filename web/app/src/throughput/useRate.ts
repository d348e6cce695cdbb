import { type ThroughputFilter, useThroughput } from "./useThroughput";

const MINUTES = 5;

/** Messages sent per minute: the mean of the last five whole minutes; undefined until known. */
export function useRate(filter: ThroughputFilter): number | undefined {
  const { data } = useThroughput("hour", filter);
  return data && rateOf(data.map((point) => point.sent));
}

/** The last point is the minute under way: it is not whole, and would pull the mean down. */
export function rateOf(sentPerMinute: readonly number[]): number {
  const whole = sentPerMinute.slice(-MINUTES - 1, -1);
  if (whole.length === 0) return 0;
  return whole.reduce((sum, sent) => sum + sent, 0) / whole.length;
}
