import { useEffect, useRef } from "react";

/** Calls back when the value changes, at most once in `everyMs`; changes meanwhile are one. */
export function useWhenChanged(value: unknown, everyMs: number, callback: () => void): void {
  const seen = useRef(value);
  // What was read on mounting is as new.
  const last = useRef(Date.now());
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  useEffect(() => {
    if (Object.is(seen.current, value)) return;
    seen.current = value;
    const wait = Math.max(0, last.current + everyMs - Date.now());
    timer.current ??= setTimeout(() => {
      timer.current = undefined;
      last.current = Date.now();
      callback();
    }, wait);
  }, [value, everyMs, callback]);
  useEffect(
    () => () => {
      clearTimeout(timer.current);
      timer.current = undefined;
    },
    [],
  );
}
