import type { CampaignDashboard as Dashboard } from "@brasa/react";

type Hook = (organizationId: number) => { connected: boolean; dashboard: Dashboard };

/** The guide's component, told which hook to use. */
export function GuideDashboard({
  organizationId,
  useWebSocketDashboard,
}: {
  organizationId: number;
  useWebSocketDashboard: Hook;
}) {
  const { connected, dashboard } = useWebSocketDashboard(organizationId);

  return (
    <div className="dashboard">
      {/* Status de Conexão */}
      <div className={`connection-status ${connected ? "connected" : "disconnected"}`}>
        {connected ? "🟢 Conectado" : "🔴 Desconectado"}
      </div>

      {/* Status das Campanhas */}
      <section className="campaigns">
        <h2>📊 Campanhas Ativas</h2>
        <div className="campaign-grid">
          {Array.from(dashboard.campaigns.values()).map((campaign) => (
            <div key={campaign.campaignId} className={`campaign-card status-${campaign.status}`}>
              <h3>{campaign.name}</h3>
              <p>
                <strong>Status:</strong> {campaign.status}
              </p>
              <p>
                <strong>Sessões:</strong> {campaign.activeSessions}/{campaign.totalSessions}
              </p>
              <p>
                <strong>Descrição:</strong> {campaign.description}
              </p>
              {campaign.nextExecution && (
                <p>
                  <strong>Próxima:</strong> {new Date(campaign.nextExecution).toLocaleString()}
                </p>
              )}
            </div>
          ))}
        </div>
      </section>

      {/* Saúde dos Bots */}
      <section className="bot-health">
        <h2>🤖 Saúde dos Bots</h2>
        <div className="health-grid">
          {Array.from(dashboard.botHealth.values()).map((health) => (
            <div key={health.sessionId} className="health-card">
              <h3>{health.sessionName}</h3>
              <div className="health-score">
                <div className={`score ${getHealthColor(health.healthScore)}`}>
                  {health.healthScore.toFixed(1)}%
                </div>
              </div>
              <p>📨 {health.messagesPerDay.toFixed(1)} msg/dia</p>
              <p>📤 {health.deliveryRate.toFixed(1)}% entrega</p>
              <p>📊 σ: {health.qualitySigma.toFixed(2)}</p>
            </div>
          ))}
        </div>
      </section>

      {/* Logs em Tempo Real */}
      <section className="logs">
        <h2>📝 Logs em Tempo Real</h2>
        <div className="logs-container">
          {dashboard.logs.map((log, index) => (
            <div key={index} className={`log-entry log-${log.level}`}>
              <span className="timestamp">{new Date(log.timestamp).toLocaleTimeString()}</span>
              <span className="campaign">[{log.campaignName}]</span>
              <span className="message">{log.message}</span>
              {log.sessionName && <span className="session">({log.sessionName})</span>}
            </div>
          ))}
        </div>
      </section>

      {/* Execuções Recentes */}
      <section className="executions">
        <h2>⚡ Execuções Recentes</h2>
        <div className="executions-container">
          {dashboard.executions.map((execution, index) => (
            <div key={index} className={`execution-entry status-${execution.status}`}>
              <span className="time">{new Date(execution.timestamp).toLocaleTimeString()}</span>
              <span className="type">{execution.executionType}</span>
              <span className="status">{execution.status}</span>
              <span className="target">
                {execution.executionType === "internal"
                  ? `${execution.fromSession} → ${execution.toSession}`
                  : `→ ${execution.contactName || execution.contactPhone}`}
              </span>
            </div>
          ))}
        </div>
      </section>
    </div>
  );
}

function getHealthColor(score: number): string {
  if (score >= 80) return "excellent";
  if (score >= 60) return "good";
  if (score >= 40) return "fair";
  return "poor";
}
