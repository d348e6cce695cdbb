import { catchUp } from "./catch-up.js";
import { Connection, type ConnectionReason } from "./connection.js";
import { Heartbeat } from "./heartbeat.js";
import { Holders } from "./holders.js";
import { join } from "./joining.js";
import type { DashboardState } from "./messages.js";
import { type BrasaClientOptions, DEFAULT_PING_MS, DEFAULT_STALE_MS } from "./options.js";
import type { BrasaSocket } from "./protocol.js";
import { request } from "./requests.js";
import { makeSocket } from "./socket.js";
import { DashboardStore } from "./store.js";

/** What a server of a cluster says when live events stop reaching it, and when they do again. */
const BUS_AWAY = "bus_unavailable";
const BUS_BACK = "bus_restored";

/** Wait before trying again when the server itself closed the connection, ms. */
const RETURN_MS = 1_000;

/**
 * A dashboard's connection to one organization: a typed socket, a store of what it received, and
 * an honest account of how live that is. Opens when first retained, closes when last released.
 */
export class BrasaClient {
  readonly socket: BrasaSocket;
  readonly store: DashboardStore;
  readonly connection: Connection;
  /**
   * When the last event (not a pong) arrived, ms since the epoch; 0 before the first. Read it on
   * a timer: it changes with every event, and that is far too often to draw.
   */
  lastEventAt = 0;
  readonly organizationId: number;
  readonly #options: BrasaClientOptions;
  readonly #heartbeat: Heartbeat;
  readonly #now: () => number;
  readonly #holders = new Holders(
    () => this.#open(),
    () => this.#close(),
  );
  #closeStore: (() => void) | undefined;
  #returnTimer: ReturnType<typeof setTimeout> | undefined;
  /** Why the server's news do not come, while they do not. */
  #away: ConnectionReason | undefined;

  constructor(options: BrasaClientOptions) {
    this.#options = options;
    this.#now = options.now ?? Date.now;
    this.organizationId = options.organizationId;
    this.store = new DashboardStore(options);
    this.connection = new Connection(this.#now);
    this.socket = makeSocket(options);
    this.#heartbeat = new Heartbeat(this.#heartbeatHost(), {
      everyMs: options.pingEveryMs ?? DEFAULT_PING_MS,
      staleAfterMs: options.staleAfterMs ?? DEFAULT_STALE_MS,
      now: this.#now,
    });
    this.#listenToData();
    this.#listenToConnection();
  }

  /** Keeps the client open until the returned function is called. */
  retain(): () => void {
    return this.#holders.hold();
  }

  /** Tries again now: after a refusal, or when a person will not wait for the next attempt. */
  reconnect(): void {
    this.connection.become(this.#ever() ? "reconnecting" : "connecting");
    this.socket.disconnect().connect();
  }

  /** Asks for the present state; the same entries also arrive as events. */
  requestDashboard(): Promise<DashboardState> {
    const { organizationId } = this;
    return request(this.socket, "request-dashboard", { organizationId });
  }

  #open(): void {
    this.#closeStore = this.store.attach();
    this.connection.become("connecting");
    if (typeof window !== "undefined") window.addEventListener("online", this.#onOnline);
    this.socket.connect();
  }

  #close(): void {
    this.#closeStore?.();
    this.#closeStore = undefined;
    clearTimeout(this.#returnTimer);
    if (typeof window !== "undefined") window.removeEventListener("online", this.#onOnline);
    this.#heartbeat.stop();
    this.socket.disconnect();
    this.#away = undefined;
    this.connection.become("idle");
  }

  readonly #onOnline = (): void => {
    if (this.connection.status === "reconnecting") this.reconnect();
  };

  #listenToData(): void {
    const { socket, store } = this;
    socket.onAny((event: string) => {
      this.#heartbeat.heard();
      if (event !== "pong") this.lastEventAt = this.#now();
    });
    socket.on("campaign-status", (data) => store.addCampaign(data));
    socket.on("campaign-log", (data) => store.addLog(data));
    socket.on("execution-log", (data) => store.addExecution(data));
    socket.on("bot-health", (data) => store.addHealth(data));
    socket.on("notification", (data) => {
      if (data.code === BUS_AWAY) this.#busLost(data);
      if (data.code === BUS_BACK) void this.#busFound();
      store.addNotification(data);
    });
    socket.on("pong", (data) => this.#heartbeat.answered(data.timestamp));
  }

  #listenToConnection(): void {
    const { socket } = this;
    socket.on("connect", () => void this.#onConnect());
    socket.on("disconnect", (reason) => this.#onDisconnect(reason));
    socket.on("connect_error", (error) => this.#onConnectError(error));
    // These events belong to the manager: `socket.on("reconnect_attempt")` would never be called.
    socket.io.on("reconnect_attempt", () => this.connection.countAttempt());
  }

  async #onConnect(): Promise<void> {
    const { recovered } = this.socket;
    this.connection.setRecovered(recovered);
    this.#heartbeat.start();
    if (recovered && !this.#away) {
      this.connection.become("live");
      return;
    }
    // Another server may have answered; one that is cut off says so again to who joins.
    this.#away = undefined;
    const refusal = await join(this.socket, this.organizationId, this.#options.events);
    if (refusal) this.#refused(refusal);
    if (refusal || !this.socket.connected) return;
    this.#becomeCurrent();
    await this.#catchUp();
  }

  #catchUp(): Promise<void> {
    return catchUp({
      store: this.store,
      requestDashboard: () => this.requestDashboard(),
      fillGap: this.#options.fillGap,
      now: this.#now,
    });
  }

  /** The server is there, but what happens elsewhere does not reach it. */
  #busLost({ message }: { message: string }): void {
    this.#away = { code: BUS_AWAY, message };
    if (this.connection.status === "live") this.#becomeCurrent();
  }

  async #busFound(): Promise<void> {
    this.#away = undefined;
    if (this.connection.status !== "stale") return;
    this.#becomeCurrent();
    await this.#catchUp();
  }

  /** Joined and answered: live, unless the server itself is cut off. */
  #becomeCurrent(): void {
    if (this.#away) this.connection.become("stale", this.#away);
    else this.connection.become("live");
  }

  #onDisconnect(reason: string): void {
    this.#heartbeat.stop();
    this.store.flush();
    if (reason === "io client disconnect") return;
    this.connection.become("reconnecting", { code: codeOf(reason), message: reason });
    if (!this.socket.active) {
      // The server ended it (a shutdown, say) and Socket.IO leaves the return to us.
      clearTimeout(this.#returnTimer);
      this.#returnTimer = setTimeout(() => this.socket.connect(), RETURN_MS);
    }
  }

  #onConnectError(error: Error & { data?: { code?: string } }): void {
    const reason = { code: error.data?.code ?? codeOf(error.message), message: error.message };
    if (!this.socket.active) this.#refused(reason);
    else this.connection.become(this.#ever() ? "reconnecting" : "connecting", reason);
  }

  #refused(reason: ConnectionReason): void {
    this.#heartbeat.stop();
    this.socket.disconnect();
    this.connection.become("refused", reason);
  }

  #ever(): boolean {
    return this.lastEventAt > 0;
  }

  #heartbeatHost() {
    return {
      ping: (timestamp: number) => void this.socket.volatile.emit("ping", { timestamp }),
      isConnected: () => this.socket.connected,
      onStale: () => this.connection.become("stale"),
      onAlive: () => this.#becomeCurrent(),
      // Closing the engine, not the socket, keeps the session: the server may yet recover it.
      onDead: () => void this.socket.io.engine.close(),
      onLatency: (ms: number) => this.connection.measured(ms),
    };
  }
}

/** `transport close` becomes `transport_close`. */
function codeOf(reason: string): string {
  return reason.toLowerCase().replace(/[^a-z0-9]+/g, "_");
}

/** Makes a client; it connects when first retained. */
export function createBrasaClient(options: BrasaClientOptions): BrasaClient {
  return new BrasaClient(options);
}
