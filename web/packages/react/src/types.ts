// Generated from the server's schema by `make types`. Do not edit.
/**
 * `campaign-status`: what a campaign is doing now and why.
 */
export interface CampaignStatusData {
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
}
/**
 * Counts of a campaign's executions, cumulative: delivered includes read, sent both.
 */
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
/**
 * `campaign-log`: one line about a campaign; `log_id` only where the line was stored.
 */
export interface CampaignLogData {
  organizationId: number;
  campaignId: string;
  campaignName: string;
  level: "error" | "info" | "success" | "warning";
  message: string;
  timestamp: string;
  data?: any;
  sessionId?: string;
  sessionName?: string;
  code?: string;
  logId?: string;
}
/**
 * `execution-log`: one change of one execution.
 */
export interface ExecutionLogData {
  organizationId: number;
  campaignId: string;
  campaignName: string;
  executionId: string;
  executionType: "external" | "internal";
  fromSession?: string;
  toSession?: string;
  contactName?: string;
  contactPhone?: string;
  messageContent?: string;
  scheduledAt?: string;
  sessionId?: string;
  attempt?: number;
  status: "failed" | "sending" | "sent";
  executedAt?: string;
  timestamp: string;
  deliveryStatus:
    | "delivered"
    | "failed"
    | "pending"
    | "read"
    | "scheduled"
    | "sending"
    | "sent"
    | "skipped"
    | "unknown";
  error?: ExecutionError;
}
/**
 * Why an execution failed, was skipped, is unknown or waits for a new try.
 */
export interface ExecutionError {
  code: string;
  message: string;
}
/**
 * `bot-health`: the score of a session, sent once per campaign that it is in.
 */
export interface BotHealthData {
  organizationId: number;
  campaignId: string;
  sessionId: string;
  sessionName: string;
  healthScore: number;
  messagesPerDay: number;
  deliveryRate: number;
  qualitySigma: number;
  lastUpdated: string;
  band: "excellent" | "fair" | "good" | "poor";
  state: "healthy" | "held" | "quarantined" | "throttled" | "watch";
  evidence: "good" | "internal" | "low" | "none";
  components: HealthComponents;
}
/**
 * The three factors, see domain/health.py.
 */
export interface HealthComponents {
  delivery: HealthComponent;
  optOut: HealthComponent;
  volume: HealthComponent;
}
/**
 * One factor of the score: how far (`z`, in spreads) the observed lies from the ideal.
 */
export interface HealthComponent {
  z: number;
  observed: number;
  ideal: number;
  spread: number;
}
/**
 * `notification`: something that a person must know.
 */
export interface NotificationData {
  type: "error" | "info" | "success" | "warning";
  message: string;
  timestamp: string;
  code: string;
  organizationId?: number;
  data?: any;
}
/**
 * `pong`: the client's timestamp as it came, and the server's time.
 */
export interface PongData {
  timestamp?: any;
  serverTime: string;
}
