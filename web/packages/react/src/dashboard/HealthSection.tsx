import type { BotHealthData } from "../types.js";

export function HealthSection({ botHealth }: { botHealth: Map<string, BotHealthData> }) {
  return (
    <section className="bot-health">
      <h2>🤖 Saúde dos Bots</h2>
      <div className="health-grid">
        {Array.from(botHealth.values(), (health) => (
          <HealthCard key={health.sessionId} health={health} />
        ))}
      </div>
    </section>
  );
}

function HealthCard({ health }: { health: BotHealthData }) {
  return (
    <div className="health-card">
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
  );
}

/** The band of a score, which is also its class name. */
export function getHealthColor(score: number): "excellent" | "good" | "fair" | "poor" {
  if (score >= 80) return "excellent";
  if (score >= 60) return "good";
  if (score >= 40) return "fair";
  return "poor";
}
