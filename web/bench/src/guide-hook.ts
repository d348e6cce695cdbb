// The client guide's hook as it stands, but for its types' import and its address.

import type {
  BotHealthData,
  CampaignLogData,
  CampaignStatusData,
  ExecutionLogData,
} from "@brasa/react";
import { useEffect, useState } from "react";
import { io, type Socket } from "socket.io-client";

interface CampaignDashboard {
  campaigns: Map<string, CampaignStatusData>;
  logs: CampaignLogData[];
  executions: ExecutionLogData[];
  botHealth: Map<string, BotHealthData>;
}

export function useWebSocketDashboard(organizationId: number) {
  const [socket, setSocket] = useState<Socket | null>(null);
  const [connected, setConnected] = useState(false);
  const [dashboard, setDashboard] = useState<CampaignDashboard>({
    campaigns: new Map(),
    logs: [],
    executions: [],
    botHealth: new Map(),
  });

  useEffect(() => {
    // Conectar ao WebSocket
    const socketInstance = io(location.origin, {
      transports: ["websocket", "polling"],
    });

    socketInstance.on("connect", () => {
      setConnected(true);
      console.log("✅ Conectado ao WebSocket");

      // Entrar no room da organização
      socketInstance.emit("join-organization", { organizationId });
    });

    socketInstance.on("disconnect", () => {
      setConnected(false);
      console.log("❌ Desconectado do WebSocket");
    });

    // Eventos de campanha
    socketInstance.on("campaign-status", (data: CampaignStatusData) => {
      setDashboard((prev) => ({
        ...prev,
        campaigns: new Map(prev.campaigns.set(data.campaignId, data)),
      }));
    });

    socketInstance.on("campaign-log", (data: CampaignLogData) => {
      setDashboard((prev) => ({
        ...prev,
        logs: [data, ...prev.logs.slice(0, 99)], // Manter últimos 100 logs
      }));
    });

    socketInstance.on("execution-log", (data: ExecutionLogData) => {
      setDashboard((prev) => ({
        ...prev,
        executions: [data, ...prev.executions.slice(0, 49)], // Últimas 50 execuções
      }));
    });

    socketInstance.on("bot-health", (data: BotHealthData) => {
      setDashboard((prev) => ({
        ...prev,
        botHealth: new Map(prev.botHealth.set(data.sessionId, data)),
      }));
    });

    setSocket(socketInstance);

    return () => {
      socketInstance.disconnect();
    };
  }, [organizationId]);

  return { socket, connected, dashboard };
}
