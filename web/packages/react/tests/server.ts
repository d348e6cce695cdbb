import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { Server } from "socket.io";
import type { CampaignLogData, CampaignStatusData } from "../src/types.js";

/** A stock Socket.IO server that answers as the contract says; what a test needs of Brasa. */
export interface TestServer {
  url: string;
  io: Server;
  /** `connection` events so far. */
  connections: number;
  joins: { organizationId: number; events?: string[] }[];
  /** What `request-dashboard` replays, oldest first. */
  logs: CampaignLogData[];
  refuseJoin: { code: string; message: string } | undefined;
  refuseConnect: string | undefined;
  /** When false the server receives pings and says nothing. */
  answersPings: boolean;
  stop(): Promise<void>;
}

export async function startServer({ port = 0, recovery = true } = {}): Promise<TestServer> {
  const http = createServer();
  const io = new Server(http, recovery ? { connectionStateRecovery: {} } : {});
  const server: TestServer = {
    url: "",
    io,
    connections: 0,
    joins: [],
    logs: [],
    refuseJoin: undefined,
    refuseConnect: undefined,
    answersPings: true,
    stop: () => new Promise((done) => io.close(() => done())),
  };
  io.use((_socket, next) => {
    if (!server.refuseConnect) return next();
    next(Object.assign(new Error("Acesso negado"), { data: { code: server.refuseConnect } }));
  });
  io.on("connection", (socket) => {
    server.connections += 1;
    socket.on("join-organization", (payload, ack) => {
      server.joins.push(payload);
      if (server.refuseJoin) return ack?.({ ok: false, error: server.refuseJoin });
      socket.join(`organization:${payload.organizationId}`);
      ack?.({ ok: true });
    });
    socket.on("request-dashboard", (_payload, ack) => {
      for (const log of server.logs) socket.emit("campaign-log", log);
      ack?.({ ok: true, campaigns: [], botHealth: [], logs: server.logs, executions: [] });
    });
    socket.on("ping", (payload) => {
      if (server.answersPings) socket.emit("pong", payload);
    });
  });
  await new Promise<void>((done) => http.listen(port, "127.0.0.1", done));
  server.url = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
  return server;
}

export function room(server: TestServer, organizationId = 1) {
  return server.io.to(`organization:${organizationId}`);
}

export function status(overrides: Partial<CampaignStatusData> = {}): CampaignStatusData {
  return {
    organizationId: 1,
    campaignId: "c1",
    name: "aquecimento 2",
    status: "active",
    description: "Enviando",
    activeSessions: 1,
    totalSessions: 2,
    reason: "sending",
    sentToday: 0,
    targetToday: 120,
    progress: { total: 10, sent: 0, delivered: 0, read: 0, failed: 0, unknown: 0, skipped: 0 },
    ...overrides,
  };
}

/** The n-th log line: one per second from a fixed moment. */
export function line(n: number, overrides: Partial<CampaignLogData> = {}): CampaignLogData {
  return {
    organizationId: 1,
    campaignId: "c1",
    campaignName: "aquecimento 2",
    level: "info",
    message: `linha ${n}`,
    timestamp: new Date(Date.UTC(2026, 10, 23, 12) + n * 1000).toISOString(),
    ...overrides,
  };
}
