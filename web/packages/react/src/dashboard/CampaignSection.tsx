import type { CampaignStatusData } from "../types.js";

export function CampaignSection({ campaigns }: { campaigns: Map<string, CampaignStatusData> }) {
  return (
    <section className="campaigns">
      <h2>📊 Campanhas Ativas</h2>
      <div className="campaign-grid">
        {Array.from(campaigns.values(), (campaign) => (
          <CampaignCard key={campaign.campaignId} campaign={campaign} />
        ))}
      </div>
    </section>
  );
}

function CampaignCard({ campaign }: { campaign: CampaignStatusData }) {
  return (
    <div className={`campaign-card status-${campaign.status}`}>
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
  );
}
