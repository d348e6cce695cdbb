import { type ThroughputFilter, useThroughput } from "./useThroughput";

const MINUTES = 5;

/** Messages sent per minute: the mean of the last five whole minutes; undefined until known. */
export function useRate(filter: ThroughputFilter): number | undefined {
  const { data } = useThroughput("hour", filter);
  return data && rateOf(data.map((point) => point.sent));
}

/**
 * The last point is the minute under way: it is not whole, and would pull the mean down. What has
 * only begun in it has no rate yet, rather than one of zero.
 */
export function rateOf(sentPerMinute: readonly number[]): number | undefined {
  const whole = sentPerMinute.slice(-MINUTES - 1, -1);
  const sum = whole.reduce((sum, sent) => sum + sent, 0);
  if (sum === 0 && (sentPerMinute.at(-1) ?? 0) > 0) return undefined;
  return sum / Math.max(1, whole.length);
}
