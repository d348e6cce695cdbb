"use client";
import {
  type CampaignDashboard as CampaignDashboardState,
  useWebSocketDashboard,
  type WebSocketDashboardOptions,
} from "../hooks/useWebSocketDashboard.js";
import { CampaignSection } from "./CampaignSection.js";
import { ExecutionSection } from "./ExecutionSection.js";
import { HealthSection } from "./HealthSection.js";
import { LogSection } from "./LogSection.js";

/** The guide uses one name for the component and for the state it draws; so do we. */
export type CampaignDashboard = CampaignDashboardState;

export interface CampaignDashboardProps extends WebSocketDashboardOptions {
  organizationId: number;
}

/** The guide's dashboard: its four sections, class names and texts. */
export function CampaignDashboard({ organizationId, ...options }: CampaignDashboardProps) {
  const { connected, dashboard } = useWebSocketDashboard(organizationId, options);
  return (
    <div className="dashboard">
      <div
        className={`connection-status ${connected ? "connected" : "disconnected"}`}
        role="status"
      >
        {connected ? "🟢 Conectado" : "🔴 Desconectado"}
      </div>
      <CampaignSection campaigns={dashboard.campaigns} />
      <HealthSection botHealth={dashboard.botHealth} />
      <LogSection logs={dashboard.logs} />
      <ExecutionSection executions={dashboard.executions} />
    </div>
  );
}
