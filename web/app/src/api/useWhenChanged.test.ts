import { renderHook } from "@testing-library/react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { useWhenChanged } from "./useWhenChanged";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function watched() {
  const callback = vi.fn();
  const { rerender } = renderHook(({ value }) => useWhenChanged(value, 2_000, callback), {
    initialProps: { value: 0 },
  });
  return { callback, change: (value: number) => rerender({ value }) };
}

test("a change after a quiet while is answered at once", () => {
  const { callback, change } = watched();
  vi.advanceTimersByTime(5_000);
  change(1);
  vi.advanceTimersByTime(0);
  expect(callback).toHaveBeenCalledTimes(1);
});

test("many changes are answered at most once in so long, the last of them too", () => {
  const { callback, change } = watched();
  for (let value = 1; value <= 100; value++) {
    change(value);
    vi.advanceTimersByTime(100);
  }
  vi.advanceTimersByTime(2_000);
  expect(callback).toHaveBeenCalledTimes(5);
  vi.advanceTimersByTime(60_000);
  expect(callback).toHaveBeenCalledTimes(5);
});
