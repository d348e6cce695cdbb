import { executionKey } from "../client/identity.js";
import type { ExecutionLogData } from "../types.js";

export function ExecutionSection({ executions }: { executions: ExecutionLogData[] }) {
  return (
    <section className="executions">
      <h2>⚡ Execuções Recentes</h2>
      <div className="executions-container">
        {executions.map((execution) => (
          <div
            key={executionKey(execution)}
            className={`execution-entry status-${execution.status}`}
          >
            <span className="time">{new Date(execution.timestamp).toLocaleTimeString()}</span>
            <span className="type">{execution.executionType}</span>
            <span className="status">{execution.status}</span>
            <span className="target">{target(execution)}</span>
          </div>
        ))}
      </div>
    </section>
  );
}

function target(execution: ExecutionLogData): string {
  return execution.executionType === "internal"
    ? `${execution.fromSession} → ${execution.toSession}`
    : `→ ${execution.contactName || execution.contactPhone}`;
}
