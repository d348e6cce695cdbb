import type { ManagerOptions, SocketOptions } from "socket.io-client";
import type { CampaignLogData } from "../types.js";
import type { Limits } from "./inbox.js";
import type { EventName } from "./protocol.js";

/** Lines fetched to close a gap; `complete` when nothing between is missing. */
export interface FilledGap {
  logs: readonly CampaignLogData[];
  complete: boolean;
}

export interface BrasaClientOptions {
  organizationId: number;
  /** Where Brasa is. Default: `http://localhost:4000`. */
  url?: string;
  /** Needed when the server runs with access by token. */
  token?: string;
  /** Receive these events only. Default: all. */
  events?: EventName[];
  /** How many entries are kept. Default: 100 logs, 50 executions. */
  limits?: Partial<Limits>;
  /** Least time between two updates of the screen, ms. Default: 0, every frame. */
  minFlushMs?: number;
  /** Time between two pings, ms. Default: 4,000. */
  pingEveryMs?: number;
  /** A ping unanswered for so long makes the connection stale, ms. Default: 8,000. */
  staleAfterMs?: number;
  /** Fetches the log lines after `since` (ISO 8601), after a reconnection that lost some. */
  fillGap?: (since: string) => Promise<FilledGap>;
  /** Passed to Socket.IO as they are. */
  socketOptions?: Partial<ManagerOptions & SocketOptions>;
  /** The present, ms since the epoch. Default: `Date.now`. */
  now?: () => number;
}

export const DEFAULT_URL = "http://localhost:4000";
export const DEFAULT_PING_MS = 4_000;
export const DEFAULT_STALE_MS = 8_000;
