import type {
  BotHealthData,
  CampaignLogData,
  CampaignStatusData,
  ExecutionLogData,
} from "../types.js";

/** `join-organization`: receive what happens in an organization. */
export interface JoinOrganization {
  organizationId: number;
  /** Only these events; all when absent. */
  events?: string[];
}

/** `leave-organization`: receive nothing more of it. */
export interface LeaveOrganization {
  organizationId: number;
}

/** `request-dashboard`: ask for the present state. */
export interface RequestDashboard {
  organizationId: number;
}

/** `ping`: is anyone there? The answer, `pong`, echoes the timestamp. */
export interface PingData {
  timestamp: number;
}

/** What `request-dashboard` is acknowledged with; logs and executions oldest first. */
export interface DashboardState {
  campaigns: CampaignStatusData[];
  botHealth: BotHealthData[];
  logs: CampaignLogData[];
  executions: ExecutionLogData[];
}

/** Why a request was refused; the code is stable, the message is for people. */
export interface EventError {
  code: string;
  message: string;
}
