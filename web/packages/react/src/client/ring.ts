/**
 * Puts `incoming` (oldest first, as it arrived) before `current` (newest first) and keeps the
 * newest `limit`. Returns a new array; neither argument is changed.
 */
export function prepend<T>(current: readonly T[], incoming: readonly T[], limit: number): T[] {
  const fresh = incoming.slice(-limit).reverse();
  return fresh.concat(current.slice(0, limit - fresh.length));
}

/**
 * The same for lines that did not arrive in order (a replay after a reconnection): sorted by
 * time, newest first. Lines of one instant keep the order they arrived in.
 */
export function mergeByTime<T extends { timestamp: string }>(
  current: readonly T[],
  incoming: readonly T[],
  limit: number,
): T[] {
  const oldestFirst = [...current].reverse().concat(incoming);
  oldestFirst.sort((a, b) => Date.parse(a.timestamp) - Date.parse(b.timestamp));
  return oldestFirst.slice(-limit).reverse();
}

/** Appends to a buffer that keeps at most about `limit` of the newest, trimming in strides. */
export function pushCapped<T>(buffer: T[], item: T, limit: number): void {
  buffer.push(item);
  if (buffer.length >= limit * 2) buffer.splice(0, buffer.length - limit);
}
