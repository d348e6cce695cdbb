import type { BotHealthData } from "@brasa/react/client";
import type { Session } from "../api/types";

/** A bot with the newer of the two healths: the one it was read with, or the live one. */
export function withHealth<T extends Session>(bot: T, live: BotHealthData | undefined): T {
  if (!live || live.lastUpdated < bot.health.lastUpdated) return bot;
  return { ...bot, state: live.state ?? bot.state, health: { ...bot.health, ...live } };
}
