import type { BotHealthData } from "@brasa/react/client";
import { expect, test } from "vitest";
import type { Session } from "../api/types";
import { withHealth } from "./withHealth";

const bot = (state: Session["state"], stateSince: string) =>
  ({
    state,
    stateSince,
    stateReason: "130429",
    heldUntil: "12:30",
    health: { healthScore: 90, lastUpdated: "12:00" },
  }) as Session;

const live = (state: Session["state"], lastUpdated: string) =>
  ({ state, lastUpdated, healthScore: 80 }) as BotHealthData;

test("a newer live health brings its state, and leaves the reason of the old one behind", () => {
  const shown = withHealth(bot("held", "12:00"), live("throttled", "12:10"));
  expect(shown).toMatchObject({ state: "throttled", health: { healthScore: 80 } });
  expect(shown.stateReason ?? shown.heldUntil).toBeUndefined();
});

test("a hold that began after the last measuring stays one", () => {
  const shown = withHealth(bot("held", "12:20"), live("throttled", "12:10"));
  expect(shown).toMatchObject({ state: "held", stateReason: "130429", heldUntil: "12:30" });
  expect(shown.health.healthScore).toBe(80);
});

test("what is older than what was read changes nothing", () => {
  const read = bot("held", "12:20");
  expect(withHealth(read, live("healthy", "11:50"))).toBe(read);
});
