import { Observable } from "./observable.js";

/**
 * - `idle`: nobody uses the client yet, or any more
 * - `connecting`: first connection under way
 * - `live`: joined, and the server answers
 * - `stale`: connected, but the server has stopped answering
 * - `reconnecting`: the connection was lost and is being tried again
 * - `refused`: the server said no; trying again by itself would not help
 */
export type ConnectionStatus =
  | "idle"
  | "connecting"
  | "live"
  | "stale"
  | "reconnecting"
  | "refused";

/** Why the connection is as it is: a stable code, and words for people. */
export interface ConnectionReason {
  code: string;
  message: string;
}

export interface ConnectionState {
  status: ConnectionStatus;
  reason?: ConnectionReason;
  /** When this status began, ms since the epoch. */
  since: number;
  /** Failed attempts since the connection was lost. */
  attempt: number;
  /** Time from `ping` to `pong`, ms. */
  latencyMs?: number;
  /** True when the last reconnection lost nothing. */
  recovered?: boolean;
}

/** The connection's state, and the few ways it may change. */
export class Connection extends Observable<ConnectionState> {
  readonly #now: () => number;

  constructor(now: () => number) {
    super({ status: "idle", since: now(), attempt: 0 });
    this.#now = now;
  }

  get status(): ConnectionStatus {
    return this.getSnapshot().status;
  }

  become(status: ConnectionStatus, reason?: ConnectionReason): void {
    const { since, attempt, ...kept } = this.getSnapshot();
    const changed = kept.status !== status;
    this.#replace({
      ...kept,
      status,
      since: changed ? this.#now() : since,
      attempt: status === "live" ? 0 : attempt,
      reason,
    });
  }

  countAttempt(): void {
    const state = this.getSnapshot();
    this.set({ ...state, attempt: state.attempt + 1 });
  }

  /** Notes how long the server took to answer; a large change only, to redraw rarely. */
  measured(latencyMs: number): void {
    const state = this.getSnapshot();
    const known = state.latencyMs ?? 0;
    if (Math.abs(known - latencyMs) > Math.max(5, known * 0.2)) this.set({ ...state, latencyMs });
  }

  setRecovered(recovered: boolean): void {
    this.set({ ...this.getSnapshot(), recovered });
  }

  #replace({
    reason,
    ...state
  }: Omit<ConnectionState, "reason"> & { reason: ConnectionReason | undefined }): void {
    this.set(reason ? { ...state, reason } : state);
  }
}
