"use client";
import { useSyncExternalStore } from "react";
import type { BrasaClient } from "../client/client.js";
import type { ConnectionState } from "../client/connection.js";
import type { Snapshot } from "../client/store.js";
import type {
  BotHealthData,
  CampaignLogData,
  CampaignStatusData,
  ExecutionLogData,
} from "../types.js";
import { useBrasaClient } from "./provider.js";

/**
 * One part of what the client holds; redraws only when that part changes.
 *
 * @param select must return something held, not something new on every call
 */
export function useLive<T>(select: (snapshot: Snapshot) => T, client?: BrasaClient): T {
  const { store } = useBrasaClient(client);
  return useSyncExternalStore(
    store.subscribe,
    () => select(store.getSnapshot()),
    () => select(store.getServerSnapshot()),
  );
}

/** Every campaign, by id. */
export function useCampaigns(client?: BrasaClient): ReadonlyMap<string, CampaignStatusData> {
  return useLive((snapshot) => snapshot.campaigns, client);
}

/** One campaign; undefined until its status has arrived. */
export function useCampaign(
  campaignId: string,
  client?: BrasaClient,
): CampaignStatusData | undefined {
  return useLive((snapshot) => snapshot.campaigns.get(campaignId), client);
}

/** The latest log lines, newest first. */
export function useLogs(client?: BrasaClient): readonly CampaignLogData[] {
  return useLive((snapshot) => snapshot.logs, client);
}

/** The latest reports of executions, newest first. */
export function useExecutions(client?: BrasaClient): readonly ExecutionLogData[] {
  return useLive((snapshot) => snapshot.executions, client);
}

/** The health of every session, by session id. */
export function useBotHealth(client?: BrasaClient): ReadonlyMap<string, BotHealthData> {
  return useLive((snapshot) => snapshot.botHealth, client);
}

/** How live all this is. */
export function useConnection(client?: BrasaClient): ConnectionState {
  const { connection } = useBrasaClient(client);
  return useSyncExternalStore(connection.subscribe, connection.getSnapshot, connection.getSnapshot);
}
