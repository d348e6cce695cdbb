import { expect, test } from "vitest";
import type { Campaign } from "../api/types";
import { totalsOf } from "./totals";

const campaign = (more: Partial<Campaign>, unknown = 0) =>
  ({
    kind: "external",
    status: "active",
    sentToday: 10,
    targetToday: 100,
    progress: { total: 50, sent: 10, delivered: 9, read: 1, failed: 0, unknown, skipped: 0 },
    ...more,
  }) as Campaign;

test("what is left today is never more than there are recipients", () => {
  expect(totalsOf([campaign({})]).leftToday).toBe(40);
  expect(totalsOf([campaign({ targetToday: 30 })]).leftToday).toBe(20);
  expect(totalsOf([campaign({ kind: "internal" })]).leftToday).toBe(90);
});

test("an ended or paused campaign has sent today, but sends nothing more", () => {
  const ended = [campaign({ status: "stopped" }), campaign({ status: "paused" })];
  expect(totalsOf(ended)).toMatchObject({ sentToday: 20, leftToday: 0 });
});

test("what nobody started has nothing to send", () => {
  const idle = campaign({ status: "waiting", reason: "not_started" });
  expect(totalsOf([idle]).leftToday).toBe(0);
  const closed = campaign({ status: "waiting", reason: "outside_window" });
  expect(totalsOf([closed]).leftToday).toBe(40);
});

test("sends without an answer count even where the campaign has ended", () => {
  expect(totalsOf([campaign({ status: "stopped" }, 3)]).unknown).toBe(3);
});
