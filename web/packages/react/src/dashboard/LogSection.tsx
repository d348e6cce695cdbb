import { logKey } from "../client/identity.js";
import type { CampaignLogData } from "../types.js";

export function LogSection({ logs }: { logs: CampaignLogData[] }) {
  return (
    <section className="logs">
      <h2>📝 Logs em Tempo Real</h2>
      <div className="logs-container">
        {logs.map((log) => (
          <div key={log.logId ?? logKey(log)} className={`log-entry log-${log.level}`}>
            <span className="timestamp">{new Date(log.timestamp).toLocaleTimeString()}</span>
            <span className="campaign">[{log.campaignName}]</span>
            <span className="message">{log.message}</span>
            {log.sessionName && <span className="session">({log.sessionName})</span>}
          </div>
        ))}
      </div>
    </section>
  );
}
