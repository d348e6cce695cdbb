import { expect, test } from "vitest";
import type { Session } from "../api/types";
import { byTrouble, needsAttention } from "./order";

const bot = (state: Session["state"], healthScore: number, more: Partial<Session> = {}) =>
  ({ state, enabled: true, connected: true, health: { healthScore }, ...more }) as Session;

test("problems come first: disconnected, held, quarantined, then the lower score", () => {
  const down = bot("healthy", 99, { connected: false });
  const held = bot("held", 90);
  const quarantined = bot("quarantined", 30);
  const low = bot("healthy", 81);
  const high = bot("healthy", 98);
  expect([high, low, quarantined, held, down].sort(byTrouble)).toEqual([
    down,
    held,
    quarantined,
    low,
    high,
  ]);
});

test("a bot on watch needs no hand yet; one that may not send does", () => {
  expect(needsAttention(bot("watch", 70))).toBe(false);
  expect(needsAttention(bot("throttled", 50))).toBe(true);
});

test("a bot that someone switched off is nobody's problem", () => {
  expect(needsAttention(bot("quarantined", 10, { enabled: false, connected: false }))).toBe(false);
});
