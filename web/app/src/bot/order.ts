import type { Session } from "../api/types";

const WORST_FIRST: Record<Session["state"], number> = {
  held: 0,
  quarantined: 1,
  throttled: 2,
  watch: 3,
  healthy: 4,
};

/** Problems first: disconnected, then the state, then the score. */
export function byTrouble(a: Session, b: Session): number {
  return (
    Number(a.connected || !a.enabled) - Number(b.connected || !b.enabled) ||
    WORST_FIRST[a.state] - WORST_FIRST[b.state] ||
    a.health.healthScore - b.health.healthScore
  );
}

/** True for a bot that someone should look at. */
export function needsAttention(bot: Session): boolean {
  if (!bot.enabled) return false;
  return !bot.connected || (bot.state !== "healthy" && bot.state !== "watch");
}
