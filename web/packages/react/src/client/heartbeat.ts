/** What the heartbeat asks of its owner. */
export interface HeartbeatHost {
  /** Sends a `ping` carrying this timestamp. Not called while offline. */
  ping(timestamp: number): void;
  isConnected(): boolean;
  onStale(): void;
  onAlive(): void;
  /** The silence is so long that a fresh connection is the better bet. */
  onDead(): void;
  onLatency(ms: number): void;
}

export interface HeartbeatOptions {
  /** Time between two pings, ms. */
  everyMs: number;
  /** A ping unanswered for so long means the server is not there, ms. */
  staleAfterMs: number;
  now: () => number;
}

/**
 * Notices a server that is connected but silent (stalled process, dead network path).
 *
 * Only an unanswered ping counts as silence, never the clock alone: an organization without
 * campaigns has nothing to say, and a hidden tab's timers are throttled to a minute.
 */
export class Heartbeat {
  readonly #host: HeartbeatHost;
  readonly #options: HeartbeatOptions;
  #timer: ReturnType<typeof setInterval> | undefined;
  #unansweredSince: number | undefined;
  #stale = false;

  constructor(host: HeartbeatHost, options: HeartbeatOptions) {
    this.#host = host;
    this.#options = options;
  }

  start(): void {
    this.stop();
    this.#timer = setInterval(() => this.beat(), Math.min(1_000, this.#options.everyMs));
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.#unansweredSince = undefined;
    this.#lastPing = 0;
    this.#stale = false;
  }

  /** Anything from the server proves that it is there. */
  heard(): void {
    this.#unansweredSince = undefined;
    if (!this.#stale) return;
    this.#stale = false;
    this.#host.onAlive();
  }

  /** The answer to a ping, with the timestamp it echoed. */
  answered(timestamp: number): void {
    this.#host.onLatency(Math.max(0, this.#options.now() - timestamp));
    this.heard();
  }

  /** One turn: judge the silence, then ask again if it is time. */
  beat(): void {
    if (!this.#host.isConnected()) return;
    const now = this.#options.now();
    this.#judge(now);
    if (now - this.#lastPing < this.#options.everyMs) return;
    this.#lastPing = now;
    this.#unansweredSince ??= now;
    this.#host.ping(now);
  }

  #lastPing = 0;

  #judge(now: number): void {
    if (this.#unansweredSince === undefined) return;
    const silence = now - this.#unansweredSince;
    if (silence > this.#options.staleAfterMs * 2) {
      this.#unansweredSince = undefined;
      this.#host.onDead();
    } else if (silence > this.#options.staleAfterMs && !this.#stale) {
      this.#stale = true;
      this.#host.onStale();
    }
  }
}
