import { useSyncExternalStore } from "react";

const NARROW = "(max-width: 700px)";
const WIDE_PX = 28;
/** On a phone a line takes two: when and who, then what. */
const NARROW_PX = 52;

function subscribe(listener: () => void): () => void {
  const media = window.matchMedia(NARROW);
  media.addEventListener("change", listener);
  return () => media.removeEventListener("change", listener);
}

/** The height of every row of the log, px; one height keeps thousands of rows cheap to place. */
export function useRowHeight(): number {
  const narrow = useSyncExternalStore(subscribe, () => window.matchMedia(NARROW).matches);
  return narrow ? NARROW_PX : WIDE_PX;
}
