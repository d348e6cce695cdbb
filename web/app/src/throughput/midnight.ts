const MINUTE = 60_000;

/** When the day of `now` began in a zone, ms since the epoch; where clocks change too. */
export function midnightOf(now: number, timeZone: string): number {
  const day = new Intl.DateTimeFormat("en-CA", { timeZone });
  const clock = new Intl.DateTimeFormat("en-GB", { timeZone, hour: "2-digit", minute: "2-digit" });
  const [hours = 0, minutes = 0] = clock.format(now).split(":").map(Number);
  const guess = Math.floor(now / MINUTE) * MINUTE - (hours * 60 + minutes) * MINUTE;
  // A change of the clocks since midnight moves the guess by an hour, to one side or the other.
  const candidates = [-60, -30, 0, 30, 60].map((shift) => guess + shift * MINUTE);
  const today = day.format(now);
  return candidates.find((at) => day.format(at) === today) ?? guess;
}
