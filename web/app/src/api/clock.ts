/** How far this device's clock is behind the server's, ms. */
let behind = 0;

/** Learns the server's time from an answer; a device's own clock may be minutes wrong. */
export function learnServerTime(iso: string): void {
  const offset = Date.parse(iso) - Date.now();
  // What a network takes is not a wrong clock.
  behind = Math.abs(offset) < 2_000 ? 0 : offset;
}

/** The present as the server has it, ms since the epoch. */
export function serverNow(): number {
  return Date.now() + behind;
}
