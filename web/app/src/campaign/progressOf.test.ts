import { expect, test } from "vitest";
import type { Campaign } from "../api/types";
import { progressOf } from "./progressOf";

const campaign = (kind: Campaign["kind"]) =>
  ({
    kind,
    sentToday: 130,
    targetToday: 120,
    progress: { total: 100, sent: 40, delivered: 38, read: 1, failed: 5, unknown: 2, skipped: 3 },
  }) as Campaign;

test("a campaign to contacts is done with each that was reached, failed or was skipped", () => {
  expect(progressOf(campaign("external"))).toMatchObject({ done: 50, total: 100, daily: false });
});

test("a campaign without an end is measured by its day, and never past it", () => {
  expect(progressOf(campaign("internal"))).toMatchObject({ done: 120, total: 120, daily: true });
});
