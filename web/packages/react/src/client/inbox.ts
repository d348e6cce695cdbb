import type {
  BotHealthData,
  CampaignLogData,
  CampaignStatusData,
  ExecutionLogData,
  NotificationData,
} from "../types.js";
import { pushCapped } from "./ring.js";

/** How many entries of each kind are kept. */
export interface Limits {
  logs: number;
  executions: number;
  notifications: number;
}

/** The guide's limits: the latest 100 logs and 50 executions. */
export const GUIDE_LIMITS: Limits = { logs: 100, executions: 50, notifications: 50 };

/**
 * What arrived since the last flush. Bounded: states are coalesced by id and the rest is capped,
 * so a tab left hidden for a week holds no more than one screenful.
 */
export class Inbox {
  readonly campaigns = new Map<string, CampaignStatusData>();
  readonly botHealth = new Map<string, BotHealthData>();
  readonly logs: CampaignLogData[] = [];
  readonly executions: ExecutionLogData[] = [];
  readonly notifications: NotificationData[] = [];
  /** Entries received, those dropped by the caps included. */
  received = { logs: 0, executions: 0 };
  /** Holds entries of a replay, which may be older than what is already held. */
  disordered = false;
  readonly #limits: Limits;

  constructor(limits: Limits) {
    this.#limits = limits;
  }

  addLog(log: CampaignLogData): void {
    this.received.logs += 1;
    pushCapped(this.logs, log, this.#limits.logs);
  }

  addExecution(execution: ExecutionLogData): void {
    this.received.executions += 1;
    pushCapped(this.executions, execution, this.#limits.executions);
  }

  addNotification(notification: NotificationData): void {
    pushCapped(this.notifications, notification, this.#limits.notifications);
  }
}
