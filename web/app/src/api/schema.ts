// Generated from the server's schema by `make types`. Do not edit.
/**
 * Why a seat cannot send any more today.
 */
export type Block =
  | "disabled"
  | "disconnected"
  | "held_by_health"
  | "held_by_provider"
  | "target_reached"
  | "cap_reached";
/**
 * The length of one point of a chart.
 */
export type Bucket = "minute" | "hour";
/**
 * Where an execution stands. `pending` has a recipient and no time yet.
 */
export type ExecutionState =
  | "pending"
  | "scheduled"
  | "sending"
  | "sent"
  | "delivered"
  | "read"
  | "failed"
  | "unknown"
  | "skipped";
/**
 * Who is written to: another session of the organization, or a contact who agreed to it.
 */
export type ExecutionType = "internal" | "external";
/**
 * The action to look at
 */
export type Previewed = "start" | "pause" | "resume" | "stop" | "retry-failed" | "resolve-unknown";
/**
 * A step of the funnel: what came that far or further.
 */
export type Reached = "sent" | "delivered" | "read";

export interface ActionBody {
  reason?: string;
}
export interface Campaign {
  organizationId: number;
  campaignId: string;
  name: string;
  status: "active" | "paused" | "stopped" | "waiting";
  description: string;
  nextExecution?: string;
  activeSessions: number;
  totalSessions: number;
  reason: string;
  sentToday: number;
  targetToday: number;
  progress: Progress;
  kind: "internal" | "external" | "mixed";
  dailyTarget: number;
  timezone: string;
  windows: Window[];
  quietHours?: Hours;
  startsAt?: string;
  endsAt?: string;
  createdAt: string;
  updatedAt: string;
  version: number;
}
export interface Progress {
  total: number;
  sent: number;
  delivered: number;
  read: number;
  failed: number;
  unknown: number;
  skipped: number;
  eta?: string;
}
export interface Window {
  from: string;
  to: string;
  days: number[];
}
export interface Hours {
  from: string;
  to: string;
}
export interface CampaignDetail {
  organizationId: number;
  campaignId: string;
  name: string;
  status: "active" | "paused" | "stopped" | "waiting";
  description: string;
  nextExecution?: string;
  activeSessions: number;
  totalSessions: number;
  reason: string;
  sentToday: number;
  targetToday: number;
  progress: Progress;
  kind: "internal" | "external" | "mixed";
  dailyTarget: number;
  timezone: string;
  windows: Window[];
  quietHours?: Hours;
  startsAt?: string;
  endsAt?: string;
  createdAt: string;
  updatedAt: string;
  version: number;
  sessions: CampaignSession[];
  templates: Template[];
}
export interface CampaignSession {
  sessionId: string;
  sessionName: string;
  sentToday: number;
  targetToday: number;
  capToday?: number;
  active: boolean;
  reason?: Block;
}
export interface Template {
  name: string;
  body: string;
  weight: number;
}
export interface CampaignLogData {
  organizationId: number;
  campaignId: string;
  campaignName: string;
  level: "info" | "warning" | "error" | "success";
  message: string;
  timestamp: string;
  data?: any;
  sessionId?: string;
  sessionName?: string;
  code?: string;
  logId?: string;
}
export interface Campaigns {
  items: Campaign[];
}
export interface Change {
  at: string;
  from: "healthy" | "watch" | "throttled" | "quarantined" | "held";
  to: "healthy" | "watch" | "throttled" | "quarantined" | "held";
  reason: string;
}
export interface Execution {
  organizationId: number;
  campaignId: string;
  campaignName: string;
  executionId: string;
  executionType: "internal" | "external";
  state:
    | "pending"
    | "scheduled"
    | "sending"
    | "sent"
    | "delivered"
    | "read"
    | "failed"
    | "unknown"
    | "skipped";
  status?: "sending" | "sent" | "failed";
  deliveryStatus?:
    | "pending"
    | "scheduled"
    | "sending"
    | "sent"
    | "delivered"
    | "read"
    | "failed"
    | "unknown"
    | "skipped";
  attempt: number;
  fromSession?: string;
  toSession?: string;
  sessionId?: string;
  contactName?: string;
  contactPhone?: string;
  messageContent?: string;
  scheduledAt?: string;
  executedAt?: string;
  deliveredAt?: string;
  readAt?: string;
  timestamp?: string;
  providerId?: string;
  error?: ExecutionError;
}
export interface ExecutionError {
  code: string;
  message: string;
}
export interface Executions {
  items: Execution[];
  nextCursor?: string;
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
  reasons: Reason[];
}
export interface Reason {
  state: "failed" | "skipped" | "unknown";
  code: string;
  message: string;
  count: number;
}
export interface HealthComponent {
  z: number;
  observed: number;
  ideal: number;
  spread: number;
}
export interface HealthComponents {
  delivery: HealthComponent;
  optOut: HealthComponent;
  volume: HealthComponent;
}
export interface HealthHistory {
  items: HealthPoint[];
}
export interface HealthPoint {
  at: string;
  healthScore: number;
  qualitySigma: number;
  deliveryRate: number;
  messagesPerDay: number;
  state: "healthy" | "watch" | "throttled" | "quarantined" | "held";
  components: HealthComponents;
}
export interface Logs {
  items: CampaignLogData[];
  nextCursor?: string;
}
export interface Me {
  mode: "open" | "token";
  role: "viewer" | "operator" | "admin";
  organizations: Organization[];
  serverTime: string;
  version: string;
  tickSeconds: number;
}
export interface Organization {
  id: number;
  name: string;
  timezone: string;
  language: string;
}
export interface PauseBody {
  reason?: string;
  resumeAt?: string;
}
export interface Preview {
  action: Previewed;
  kind: "internal" | "external" | "mixed";
  enrolling: boolean;
  allowed: boolean;
  reason?: string;
  counts: PreviewCounts;
  message: string;
}
export interface PreviewCounts {
  recipients: number;
  scheduled: number;
  sending: number;
  failed: number;
  unknown: number;
  skipped: number;
  sessions: number;
}
export interface ResolveBody {
  as: "sent" | "failed" | "retry";
  executionIds?: string[];
}
export interface Resolved {
  resolved: number;
}
export interface Retried {
  retried: number;
}
export interface RetryBody {
  codes?: string[];
}
export interface Session {
  sessionId: string;
  sessionName: string;
  channel: string;
  address?: string;
  enabled: boolean;
  connected: boolean;
  state: "healthy" | "watch" | "throttled" | "quarantined" | "held";
  stateReason?: string;
  stateSince: string;
  heldUntil?: string;
  sentToday: number;
  capToday?: number;
  health: SessionHealth;
  campaigns: SessionCampaign[];
}
export interface SessionHealth {
  organizationId: number;
  sessionId: string;
  sessionName: string;
  healthScore: number;
  messagesPerDay: number;
  deliveryRate: number;
  qualitySigma: number;
  lastUpdated: string;
  band: "excellent" | "good" | "fair" | "poor";
  state: "healthy" | "watch" | "throttled" | "quarantined" | "held";
  evidence: "none" | "internal" | "low" | "good";
  components: HealthComponents;
}
export interface SessionCampaign {
  campaignId: string;
  name: string;
}
export interface SessionDetail {
  sessionId: string;
  sessionName: string;
  channel: string;
  address?: string;
  enabled: boolean;
  connected: boolean;
  state: "healthy" | "watch" | "throttled" | "quarantined" | "held";
  stateReason?: string;
  stateSince: string;
  heldUntil?: string;
  sentToday: number;
  capToday?: number;
  health: SessionHealth;
  campaigns: SessionCampaign[];
  changes: Change[];
}
export interface Sessions {
  items: Session[];
}
export interface Throughput {
  unit: "minute" | "hour";
  items: ThroughputPoint[];
}
export interface ThroughputPoint {
  at: string;
  sent: number;
  delivered: number;
  failed: number;
}
/**
 * Every answer that is not a success. `code` never changes with the language; `fields` names everything that is wrong with an input.
 */
export interface Error {
  error: {
    code: string;
    message: string;
    fields?: {
      field: string;
      message: string;
      [k: string]: any;
    }[];
    [k: string]: any;
  };
}
