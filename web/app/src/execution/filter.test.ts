import { expect, test } from "vitest";
import type { Execution } from "../api/types";
import { addressOf, filterOf, passes } from "./filter";

const none = filterOf(new URLSearchParams());
const execution = (more: Partial<Execution>) =>
  ({
    campaignId: "c1",
    state: "sent",
    executedAt: "2026-11-23T12:00:00.000Z",
    ...more,
  }) as Execution;

test("a reason filters by its code", () => {
  const failed = execution({ state: "failed", error: { code: "blocked", message: "" } });
  expect(passes(failed, { ...none, reason: "blocked" })).toBe(true);
  expect(passes(failed, { ...none, reason: "rate_limited" })).toBe(false);
});

test("what waits for a new attempt is among the scheduled ones, and reached nothing", () => {
  const waits = execution({ state: "scheduled", error: { code: "429", message: "" } });
  expect(passes(waits, { ...none, state: "scheduled" })).toBe(true);
  expect(passes(waits, { ...none, state: "sending" })).toBe(false);
  expect(passes(waits, { ...none, reached: "sent" })).toBe(false);
});

test("what reached a step includes what went further", () => {
  const reached = (step: string, state: Execution["state"]) =>
    passes(execution({ state }), { ...none, reached: step });
  expect(reached("sent", "read")).toBe(true);
  expect(reached("delivered", "sent")).toBe(false);
  expect(reached("delivered", "failed")).toBe(false);
});

test("a stretch of time begins with its first moment and ends before its last", () => {
  const span = { since: "2026-11-23T12:00:00.000Z", until: "2026-11-23T12:01:00.000Z" };
  expect(passes(execution({}), { ...none, ...span })).toBe(true);
  expect(passes(execution({ executedAt: span.until }), { ...none, ...span })).toBe(false);
});

test("a filter survives the address bar", () => {
  const filter = { campaignId: "7", state: "failed", reason: "131026" };
  const [, query] = addressOf(filter).split("?");
  expect(filterOf(new URLSearchParams(query))).toEqual({ ...none, ...filter });
});
