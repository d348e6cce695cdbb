import { expect, test } from "vitest";
import { mergeByTime, prepend, pushCapped } from "../src/client/ring.js";
import { line } from "./server.js";

test("prepends in reverse order of arrival and keeps the newest", () => {
  expect(prepend([3, 2, 1], [4, 5], 4)).toEqual([5, 4, 3, 2]);
});

test("a burst longer than the limit keeps its newest", () => {
  expect(prepend([1], [2, 3, 4, 5], 2)).toEqual([5, 4]);
});

test("does not change what it was given", () => {
  const current = Object.freeze([1]);
  expect(prepend(current, Object.freeze([2]), 5)).toEqual([2, 1]);
  expect(current).toEqual([1]);
});

test("a replay takes its place in time", () => {
  const held = [line(5), line(2)];
  const merged = mergeByTime(held, [line(3), line(4)], 10);
  expect(merged.map((log) => log.message)).toEqual(["linha 5", "linha 4", "linha 3", "linha 2"]);
});

test("a capped buffer never grows past twice its limit and keeps the newest", () => {
  const buffer: number[] = [];
  for (let n = 0; n < 1_000; n += 1) {
    pushCapped(buffer, n, 10);
    expect(buffer.length).toBeLessThan(20);
  }
  expect(buffer.slice(-10)).toEqual([990, 991, 992, 993, 994, 995, 996, 997, 998, 999]);
});
