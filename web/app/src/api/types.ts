/** The API's types by the names the dashboard uses; generated ones where the server has them. */
import type {
  Campaign,
  CampaignDetail,
  CampaignLogData,
  CampaignSession,
  Execution,
  ExecutionState,
  Funnel,
  HealthPoint,
  Me,
  Organization,
  Preview,
  Previewed,
  Reason,
  Session,
  SessionDetail,
  SessionHealth,
  ThroughputPoint,
  Window,
} from "./schema";

export type {
  Campaign,
  CampaignDetail,
  CampaignSession,
  Execution,
  ExecutionState,
  Funnel,
  HealthPoint,
  Me,
  Organization,
  Preview,
  Session,
  SessionDetail,
  SessionHealth,
  ThroughputPoint,
};
export type Action = Previewed;
export type FunnelReason = Reason;
export type LogLine = CampaignLogData;
/** `days`: 1 is Monday. */
export type SendingWindow = Window;

/** What lists answer; some have further pages. */
export interface Page<T> {
  items: T[];
  nextCursor?: string;
}
