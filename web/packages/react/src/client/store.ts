import type {
  BotHealthData,
  CampaignLogData,
  CampaignStatusData,
  ExecutionLogData,
  NotificationData,
} from "../types.js";
import { FrameScheduler } from "./frames.js";
import { executionKey, logKey, Seen } from "./identity.js";
import { GUIDE_LIMITS, Inbox, type Limits } from "./inbox.js";
import { mergeByTime, prepend } from "./ring.js";

/** A stretch of time in which log lines may be missing. */
export interface Gap {
  /** The last line before it; ISO 8601. */
  from: string;
  /** When events arrived again; ISO 8601. */
  to: string;
}

/** One immutable view of an organization. A part that did not change keeps its identity. */
export interface Snapshot {
  campaigns: ReadonlyMap<string, CampaignStatusData>;
  /** By session; a session in several campaigns has the same score in each. */
  botHealth: ReadonlyMap<string, BotHealthData>;
  /** Newest first. */
  logs: readonly CampaignLogData[];
  /** Newest first. */
  executions: readonly ExecutionLogData[];
  /** Newest first. */
  notifications: readonly NotificationData[];
  gaps: readonly Gap[];
  /** Entries received since the start, those that fell off the rings included. */
  received: { logs: number; executions: number };
  /** A person holds the view still. */
  paused: boolean;
}

export interface StoreOptions {
  limits?: Partial<Limits>;
  /** Least time between two publications, ms; 0 publishes on every frame. */
  minFlushMs?: number;
}

const GAPS_KEPT = 20;

const EMPTY: Snapshot = {
  campaigns: new Map(),
  botHealth: new Map(),
  logs: [],
  executions: [],
  notifications: [],
  gaps: [],
  received: { logs: 0, executions: 0 },
  paused: false,
};

/**
 * Holds what was received and publishes it once per animation frame, for `useSyncExternalStore`.
 * Events are cheap to add: they only touch a bounded inbox until the next flush.
 */
export class DashboardStore {
  readonly limits: Limits;
  readonly #scheduler: FrameScheduler;
  readonly #listeners = new Set<() => void>();
  readonly #seenLogs: Seen;
  readonly #seenExecutions: Seen;
  #snapshot = EMPTY;
  #inbox: Inbox;
  #replaying = false;

  constructor({ limits, minFlushMs }: StoreOptions = {}) {
    this.limits = { ...GUIDE_LIMITS, ...limits };
    this.#inbox = new Inbox(this.limits);
    this.#scheduler = new FrameScheduler(this.flush, minFlushMs);
    this.#seenLogs = new Seen(this.limits.logs * 2);
    this.#seenExecutions = new Seen(this.limits.executions * 2);
  }

  /** What `useSyncExternalStore` reads; the same object until something changes. */
  readonly getSnapshot = (): Snapshot => this.#snapshot;

  /** What a server renders: nothing has arrived yet. */
  readonly getServerSnapshot = (): Snapshot => EMPTY;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Starts following the tab's visibility; returns what stops it. */
  attach(): () => void {
    return this.#scheduler.attach();
  }

  addCampaign(data: CampaignStatusData): void {
    this.#inbox.campaigns.set(data.campaignId, data);
    this.#scheduler.request();
  }

  addHealth(data: BotHealthData): void {
    this.#inbox.botHealth.set(data.sessionId, data);
    this.#scheduler.request();
  }

  addLog(data: CampaignLogData): void {
    if (!this.#seenLogs.isNew(logKey(data), data.logId)) return;
    this.#inbox.disordered ||= this.#replaying;
    this.#inbox.addLog(data);
    this.#scheduler.request();
  }

  addExecution(data: ExecutionLogData): void {
    if (!this.#seenExecutions.isNew(executionKey(data))) return;
    this.#inbox.disordered ||= this.#replaying;
    this.#inbox.addExecution(data);
    this.#scheduler.request();
  }

  addNotification(data: NotificationData): void {
    this.#inbox.addNotification(data);
    this.#scheduler.request();
  }

  /** Marks a stretch in which lines may be missing and could not be fetched. */
  addGap(gap: Gap): void {
    this.#publish({ gaps: [gap, ...this.#snapshot.gaps].slice(0, GAPS_KEPT) });
  }

  /** From here on entries may be older than what is held: they are put in order of time. */
  beginReplay(): void {
    this.#replaying = true;
  }

  endReplay(): void {
    this.#replaying = false;
  }

  /** Holds the view still; what arrives meanwhile waits, within the limits. */
  pause(): void {
    this.flush();
    this.#publish({ paused: true });
  }

  /** Shows what arrived during the pause and goes on. */
  resume(): void {
    this.#publish({ paused: false });
    this.flush();
  }

  /** Publishes what arrived, now. */
  readonly flush = (): void => {
    this.#scheduler.cancel();
    if (this.#snapshot.paused) return;
    const inbox = this.#inbox;
    this.#inbox = new Inbox(this.limits);
    const { limits } = this;
    const add = inbox.disordered ? mergeByTime : prepend;
    const current = this.#snapshot;
    const next: Partial<Snapshot> = {};
    if (inbox.campaigns.size > 0) next.campaigns = over(current.campaigns, inbox.campaigns);
    if (inbox.botHealth.size > 0) next.botHealth = over(current.botHealth, inbox.botHealth);
    if (inbox.logs.length > 0) next.logs = add(current.logs, inbox.logs, limits.logs);
    if (inbox.executions.length > 0) {
      next.executions = add(current.executions, inbox.executions, limits.executions);
    }
    if (inbox.notifications.length > 0) {
      next.notifications = prepend(
        current.notifications,
        inbox.notifications,
        limits.notifications,
      );
    }
    if (Object.keys(next).length === 0) return;
    if (next.logs || next.executions) next.received = sum(current.received, inbox.received);
    this.#publish(next);
  };

  #publish(change: Partial<Snapshot>): void {
    this.#snapshot = { ...this.#snapshot, ...change };
    for (const listener of this.#listeners) listener();
  }
}

/** A new Map: the one on screen is never changed in place. */
function over<K, V>(current: ReadonlyMap<K, V>, changes: ReadonlyMap<K, V>): Map<K, V> {
  return new Map([...current, ...changes]);
}

function sum(a: Snapshot["received"], b: Snapshot["received"]): Snapshot["received"] {
  return { logs: a.logs + b.logs, executions: a.executions + b.executions };
}
