"use client";
import { useEffect, useMemo, useState, useSyncExternalStore } from "react";
import type { Socket } from "socket.io-client";
import { createBrasaClient } from "../client/client.js";
import type { ConnectionState } from "../client/connection.js";
import type { Limits } from "../client/inbox.js";
import { DEFAULT_URL } from "../client/options.js";
import type { Snapshot } from "../client/store.js";
import type {
  BotHealthData,
  CampaignLogData,
  CampaignStatusData,
  ExecutionLogData,
} from "../types.js";

/** What the guide's hook holds. */
export interface CampaignDashboard {
  campaigns: Map<string, CampaignStatusData>;
  /** The latest 100, newest first. */
  logs: CampaignLogData[];
  /** The latest 50, newest first. */
  executions: ExecutionLogData[];
  /** By session. */
  botHealth: Map<string, BotHealthData>;
}

export interface WebSocketDashboardOptions {
  /** Default: `http://localhost:4000`. */
  url?: string;
  token?: string;
  limits?: Partial<Pick<Limits, "logs" | "executions">>;
}

export interface WebSocketDashboard {
  /** Null until the component is mounted. */
  socket: Socket | null;
  connected: boolean;
  dashboard: CampaignDashboard;
  /** More than `connected` says: also stale, refused and why. */
  connection: ConnectionState;
}

/**
 * The guide's hook: joins an organization and holds its live state. Redraws once per frame, not
 * once per event; rejoins after a reconnection; safe in StrictMode.
 */
export function useWebSocketDashboard(
  organizationId: number,
  { url = DEFAULT_URL, token, limits }: WebSocketDashboardOptions = {},
): WebSocketDashboard {
  const logs = limits?.logs ?? 100;
  const executions = limits?.executions ?? 50;
  const client = useMemo(
    () =>
      createBrasaClient({
        organizationId,
        url,
        limits: { logs, executions },
        ...(token ? { token } : {}),
      }),
    [organizationId, url, token, logs, executions],
  );
  const [socket, setSocket] = useState<Socket | null>(null);
  useEffect(() => {
    setSocket(client.socket as unknown as Socket);
    return client.retain();
  }, [client]);
  const { store, connection } = client;
  const snapshot = useSyncExternalStore(
    store.subscribe,
    store.getSnapshot,
    store.getServerSnapshot,
  );
  const state = useSyncExternalStore(
    connection.subscribe,
    connection.getSnapshot,
    connection.getSnapshot,
  );
  return {
    socket,
    connected: state.status === "live" || state.status === "stale",
    dashboard: useMemo(() => asDashboard(snapshot), [snapshot]),
    connection: state,
  };
}

/** The guide types its collections as mutable; they are fresh ones on every change all the same. */
function asDashboard(snapshot: Snapshot): CampaignDashboard {
  return {
    campaigns: snapshot.campaigns as Map<string, CampaignStatusData>,
    logs: snapshot.logs as CampaignLogData[],
    executions: snapshot.executions as ExecutionLogData[],
    botHealth: snapshot.botHealth as Map<string, BotHealthData>,
  };
}
