/** `@brasa/react`: the guide's hook and component, finer hooks, and all of `./client`. */
export * from "./client/index.js";
export { CampaignDashboard, type CampaignDashboardProps } from "./dashboard/CampaignDashboard.js";
export { getHealthColor } from "./dashboard/HealthSection.js";
export {
  useBotHealth,
  useCampaign,
  useCampaigns,
  useConnection,
  useExecutions,
  useLive,
  useLogs,
} from "./hooks/live.js";
export { BrasaProvider, type BrasaProviderProps, useBrasaClient } from "./hooks/provider.js";
export {
  useWebSocketDashboard,
  type WebSocketDashboard,
  type WebSocketDashboardOptions,
} from "./hooks/useWebSocketDashboard.js";
