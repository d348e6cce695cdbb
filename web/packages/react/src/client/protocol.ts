import type { Socket } from "socket.io-client";
import type {
  BotHealthData,
  CampaignLogData,
  CampaignStatusData,
  ExecutionLogData,
  NotificationData,
  PongData,
} from "../types.js";
import type {
  DashboardState,
  EventError,
  JoinOrganization,
  LeaveOrganization,
  PingData,
  RequestDashboard,
} from "./messages.js";

/** What every acknowledgement looks like: the answer, or the reason for a refusal. */
export type Ack<T = unknown> = ({ ok: true } & T) | { ok: false; error: EventError };

/** What the server sends, by event name. */
export interface ServerEvents {
  "campaign-status": (data: CampaignStatusData) => void;
  "campaign-log": (data: CampaignLogData) => void;
  "execution-log": (data: ExecutionLogData) => void;
  "bot-health": (data: BotHealthData) => void;
  notification: (data: NotificationData) => void;
  pong: (data: PongData) => void;
}

/** What a client may send, by event name; every acknowledgement is optional. */
export interface ClientEvents {
  "join-organization": (data: JoinOrganization, ack?: (answer: Ack) => void) => void;
  "leave-organization": (data: LeaveOrganization, ack?: (answer: Ack) => void) => void;
  "request-dashboard": (
    data: RequestDashboard,
    ack?: (answer: Ack<DashboardState>) => void,
  ) => void;
  ping: (data: PingData, ack?: (answer: Ack) => void) => void;
}

export type BrasaSocket = Socket<ServerEvents, ClientEvents>;

/** The name of an event the server sends. */
export type EventName = keyof ServerEvents;
