import { expect, test } from "vitest";
import type { Campaign } from "../api/types";
import { actionsFor } from "./actions";

const campaign = (status: Campaign["status"], failed = 0, unknown = 0, reason = "any") =>
  ({
    status,
    reason,
    progress: { total: 10, sent: 5, delivered: 5, read: 0, failed, unknown, skipped: 0 },
  }) as Campaign;

test("a running campaign may be paused or stopped, not started", () => {
  expect(actionsFor(campaign("active"))).toEqual(["pause", "stop"]);
  expect(actionsFor(campaign("waiting"))).toEqual(["pause", "stop"]);
});

test("a campaign that nobody started may be started", () => {
  expect(actionsFor(campaign("waiting", 0, 0, "not_started"))).toEqual(["start", "stop"]);
});

test("a paused campaign may be resumed", () => {
  expect(actionsFor(campaign("paused"))).toEqual(["resume", "stop"]);
});

test("failures and unanswered sends bring their own actions", () => {
  expect(actionsFor(campaign("active", 3, 2))).toEqual([
    "pause",
    "retry-failed",
    "resolve-unknown",
    "stop",
  ]);
});

test("an ended campaign sends nothing again, but its unknowns may be settled", () => {
  expect(actionsFor(campaign("stopped", 3, 2))).toEqual(["resolve-unknown"]);
  expect(actionsFor(campaign("stopped"))).toEqual([]);
});
