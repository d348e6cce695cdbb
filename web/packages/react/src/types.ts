// Generated from the server's event schema by `npm run types`. Do not edit.
/**
 * How far a campaign is, in executions.
 */
export interface CampaignProgress {
  total: number;
  /**
   * Accepted by the channel, delivered and read ones included.
   */
  sent: number;
  delivered: number;
  read?: number;
  failed: number;
  /**
   * Handed to the channel, outcome not known.
   */
  unknown: number;
  skipped: number;
  /**
   * When the last execution is expected.
   */
  eta?: string;
}
/**
 * `campaign-status`: the state of one campaign.
 */
export interface CampaignStatusData {
  organizationId: number;
  campaignId: string;
  name: string;
  status: "active" | "paused" | "stopped" | "waiting";
  /**
   * One line for people: what the campaign is doing now, and why.
   */
  description: string;
  /**
   * When it runs next, if it waits.
   */
  nextExecution?: string;
  /**
   * Sessions that can still send today.
   */
  activeSessions: number;
  totalSessions: number;
  /**
   * Machine-readable reason of the status.
   */
  reason?: string;
  sentToday?: number;
  targetToday?: number;
  progress?: CampaignProgress;
}
/**
 * `campaign-log`: one line of a campaign's log.
 */
export interface CampaignLogData {
  organizationId: number;
  campaignId: string;
  campaignName: string;
  level: "info" | "warning" | "error" | "success";
  message: string;
  /**
   * When it happened.
   */
  timestamp: string;
  /**
   * Anything more that the line carries.
   */
  data?: any;
  sessionId?: string;
  sessionName?: string;
  /**
   * Present when the line is stored.
   */
  logId?: string;
}
/**
 * Why an execution failed.
 */
export interface ExecutionError {
  code: string;
  message: string;
}
/**
 * `execution-log`: a change of one execution.
 */
export interface ExecutionLogData {
  organizationId: number;
  campaignId: string;
  campaignName: string;
  executionId: string;
  executionType: "internal" | "external";
  status: "sending" | "sent" | "failed";
  fromSession?: string;
  toSession?: string;
  contactName?: string;
  contactPhone?: string;
  messageContent?: string;
  /**
   * ISO 8601, UTC, milliseconds, `Z`.
   */
  scheduledAt?: string;
  /**
   * ISO 8601, UTC, milliseconds, `Z`.
   */
  executedAt?: string;
  /**
   * When this change happened.
   */
  timestamp: string;
  /**
   * The finer state, where there is one.
   */
  deliveryStatus?: "delivered" | "read" | "unknown" | "skipped";
  sessionId?: string;
  error?: ExecutionError;
}
/**
 * One axis of the score: how far what was observed is from ideal.
 */
export interface HealthComponent {
  /**
   * Standard deviations from ideal, one-sided; 0 is ideal.
   */
  z: number;
  observed: number;
  ideal: number;
  spread: number;
}
/**
 * The three components of the Gaussian score.
 */
export interface HealthComponents {
  delivery: HealthComponent;
  optOut: HealthComponent;
  volume: HealthComponent;
}
/**
 * `bot-health`: the Gaussian health score of a session, once per campaign it is in.
 */
export interface BotHealthData {
  organizationId: number;
  campaignId: string;
  sessionId: string;
  sessionName: string;
  /**
   * 100 * exp(-d^2 / 2), 0..100.
   */
  healthScore: number;
  messagesPerDay: number;
  /**
   * Observed, 0..100.
   */
  deliveryRate: number;
  /**
   * d: standard deviations from ideal.
   */
  qualitySigma: number;
  /**
   * ISO 8601, UTC, milliseconds, `Z`.
   */
  lastUpdated: string;
  band?: "excellent" | "good" | "fair" | "poor";
  state?: "healthy" | "watch" | "throttled" | "quarantined" | "held";
  evidence?: "none" | "internal" | "low" | "good";
  components?: HealthComponents;
}
/**
 * `notification`: something a person must know.
 */
export interface NotificationData {
  /**
   * `info`, `success`, `warning` or `error`.
   */
  type: string;
  message: string;
  /**
   * Anything more.
   */
  data?: any;
  /**
   * ISO 8601, UTC, milliseconds, `Z`.
   */
  timestamp: string;
  organizationId?: number;
  code?: string;
}
/**
 * `pong`: the answer to `ping`.
 */
export interface PongData {
  /**
   * Echoed.
   */
  timestamp: number;
  /**
   * ISO 8601, UTC, milliseconds, `Z`.
   */
  serverTime?: string;
}
/**
 * `join-organization`: receive what happens in an organization.
 */
export interface JoinOrganization {
  organizationId: number;
  /**
   * Only these events; all when absent.
   */
  events?: string[];
}
/**
 * `leave-organization`: receive nothing more of it.
 */
export interface LeaveOrganization {
  organizationId: number;
}
/**
 * `request-dashboard`: ask for the present state.
 */
export interface RequestDashboard {
  organizationId: number;
}
/**
 * `ping`: is anyone there?
 */
export interface PingData {
  timestamp: number;
}
/**
 * Why a request was refused.
 */
export interface EventError {
  code: string;
  message: string;
}
/**
 * What `request-dashboard` acknowledges with; logs and executions oldest first.
 */
export interface DashboardSnapshot {
  campaigns: CampaignStatusData[];
  botHealth: BotHealthData[];
  logs: CampaignLogData[];
  executions: ExecutionLogData[];
}
