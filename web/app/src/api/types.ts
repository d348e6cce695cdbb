/** The REST slice under /api/v1 that the dashboard reads. Times are ISO 8601 UTC. */
import type {
  BotHealthData,
  CampaignLogData,
  CampaignStatusData,
  ExecutionLogData,
} from "@brasa/react/client";

export interface Organization {
  id: number;
  name: string;
  timezone: string;
  language: string;
}

export interface Me {
  mode: "open" | "token";
  role: "viewer" | "operator" | "admin";
  organizations: Organization[];
  serverTime: string;
  version: string;
  tickSeconds: number;
}

/** `days`: 1 is Monday. */
export interface SendingWindow {
  days: number[];
  from: string;
  to: string;
}

export interface Campaign extends CampaignStatusData {
  kind: "internal" | "external" | "mixed";
  dailyTarget: number;
  timezone: string;
  windows: SendingWindow[];
  quietHours?: { from: string; to: string };
  startsAt?: string;
  endsAt?: string;
  createdAt: string;
  updatedAt: string;
  version: number;
}

export interface CampaignSession {
  sessionId: string;
  sessionName: string;
  sentToday: number;
  targetToday: number;
  capToday: number;
  active: boolean;
  reason?: string;
}

export interface CampaignDetail extends Campaign {
  sessions: CampaignSession[];
  templates: { name: string; body: string; weight: number }[];
}

export interface FunnelReason {
  state: "failed" | "skipped" | "unknown";
  code: string;
  message: string;
  count: number;
}

export interface Funnel {
  total: number;
  pending: number;
  scheduled: number;
  sending: number;
  sent: number;
  delivered: number;
  read: number;
  failed: number;
  unknown: number;
  skipped: number;
  reasons: FunnelReason[];
}

export type Action = "start" | "pause" | "resume" | "stop" | "retry-failed" | "resolve-unknown";

export interface Preview {
  action: Action;
  allowed: boolean;
  reason?: string;
  counts: {
    recipients: number;
    scheduled: number;
    sending: number;
    failed: number;
    unknown: number;
    skipped: number;
    sessions: number;
  };
  message: string;
}

export type ExecutionState =
  | "pending"
  | "scheduled"
  | "leased"
  | "sending"
  | "sent"
  | "delivered"
  | "read"
  | "failed"
  | "unknown"
  | "skipped";

export interface Execution extends Omit<ExecutionLogData, "deliveryStatus"> {
  state: ExecutionState;
  attempt: number;
  providerId?: string;
  deliveredAt?: string;
  readAt?: string;
}

export type LogLine = CampaignLogData;

export type SessionState = BotHealthData["state"];
export type SessionHealth = Omit<BotHealthData, "campaignId">;

export interface Session {
  sessionId: string;
  sessionName: string;
  channel: string;
  address?: string;
  enabled: boolean;
  connected: boolean;
  state: SessionState;
  stateReason?: string;
  stateSince: string;
  sentToday: number;
  capToday: number;
  health: SessionHealth;
  campaigns: { campaignId: string; name: string }[];
}

export interface SessionDetail extends Session {
  changes: { at: string; from: SessionState; to: SessionState; reason: string }[];
}

export interface HealthPoint {
  at: string;
  healthScore: number;
  qualitySigma: number;
  deliveryRate: number;
  messagesPerDay: number;
  state: SessionState;
}

export interface ThroughputPoint {
  at: string;
  sent: number;
  delivered: number;
  failed: number;
}

export interface Page<T> {
  items: T[];
  nextCursor?: string;
}
