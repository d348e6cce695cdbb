import type { BotHealthData } from "@brasa/react/client";
import type { Session } from "../api/types";

/**
 * A bot with the newer of the two healths: the one it was read with, or the live one. A state that
 * began after the live one was measured is newer than it; the reason of another state says nothing.
 */
export function withHealth<T extends Session>(bot: T, live: BotHealthData | undefined): T {
  if (!live || live.lastUpdated < bot.health.lastUpdated) return bot;
  const health = { ...bot.health, ...live };
  if (live.state === bot.state || live.lastUpdated < bot.stateSince) return { ...bot, health };
  const { stateReason, heldUntil, ...rest } = bot;
  return { ...(rest as T), state: live.state, health };
}
