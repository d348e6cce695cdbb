import { useEffect, useState } from "react";
import { serverNow } from "../api/clock";

/**
 * The present, ms since the epoch; redraws every `everyMs`. By the server's clock, for it is
 * compared with times that the server gave.
 */
export function useNow(everyMs = 1_000, clock: () => number = serverNow): number {
  const [now, setNow] = useState(clock);
  useEffect(() => {
    const timer = setInterval(() => setNow(clock()), everyMs);
    return () => clearInterval(timer);
  }, [everyMs, clock]);
  return now;
}
