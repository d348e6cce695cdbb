import { useConnection, useLive } from "@brasa/react";
import { useRef } from "react";
import { useNow } from "../ui/useNow";

export const MINUTE = 60_000;

/**
 * The present minute, counted since the epoch. It stands still with the screen: while that is
 * paused, and while there is no server to ask about a newer one.
 */
export function useMinute(): number {
  const { status } = useConnection();
  const paused = useLive((snapshot) => snapshot.paused);
  const minute = Math.floor(useNow(10_000) / MINUTE);
  const held = useRef(minute);
  if (status === "live" && !paused) held.current = minute;
  return held.current;
}
