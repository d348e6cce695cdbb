import type { CampaignLogData, ExecutionLogData } from "../types.js";

/** What makes two log lines the same line when the server gave them no id. */
export function logKey(log: CampaignLogData): string {
  return `${log.timestamp}|${log.campaignId}|${log.sessionId ?? ""}|${log.level}|${log.message}`;
}

/** What makes two reports of an execution the same report. */
export function executionKey(execution: ExecutionLogData): string {
  const { executionId, status, deliveryStatus, timestamp } = execution;
  return `${executionId}|${status}|${deliveryStatus ?? ""}|${timestamp}`;
}

/**
 * Remembers what was already received, so that a replay after a reconnection repeats nothing.
 * Holds the latest `capacity` keys.
 */
export class Seen {
  readonly #ids = new Map<string, string | undefined>();
  readonly #capacity: number;

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  /** True the first time; two equal keys with different ids are two lines, not one. */
  isNew(key: string, id?: string): boolean {
    if (this.#ids.has(key)) {
      const known = this.#ids.get(key);
      if (known === undefined || id === undefined || known === id) return false;
    }
    this.#ids.set(key, id);
    this.#forgetOldest();
    return true;
  }

  #forgetOldest(): void {
    if (this.#ids.size <= this.#capacity) return;
    const oldest = this.#ids.keys().next();
    if (!oldest.done) this.#ids.delete(oldest.value);
  }
}
