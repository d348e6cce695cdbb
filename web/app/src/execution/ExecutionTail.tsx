import { useExecutions } from "@brasa/react";
import { useMemo } from "react";
import { useFormat, useText } from "../i18n/context";
import { Empty } from "../ui/Empty";
import "../log/log.css";
import { latestReports, stateOf } from "./merge";
import { StateTag } from "./StateTag";
import { targetOf } from "./target";

interface ExecutionTailProps {
  campaignId?: string;
  sessionId?: string;
  count?: number;
}

/** The latest executions, each in its latest state, newest first. */
export function ExecutionTail({ campaignId, sessionId, count = 10 }: ExecutionTailProps) {
  const text = useText();
  const format = useFormat();
  const executions = useExecutions();
  const shown = useMemo(() => {
    const own = executions.filter(
      (one) =>
        (!campaignId || one.campaignId === campaignId) &&
        (!sessionId || one.sessionId === sessionId),
    );
    return [...latestReports(own).values()].slice(0, count);
  }, [executions, campaignId, sessionId, count]);
  if (shown.length === 0) return <Empty icon="executions" title={text.execution.empty} />;
  return (
    <ol className="tail">
      {shown.map((one) => (
        <li key={one.executionId}>
          <time dateTime={one.timestamp}>{format.time(one.timestamp)}</time>
          <StateTag state={stateOf(one)} />
          <span className="tail-text">
            {targetOf(one)} {!campaignId && <span className="quiet">· {one.campaignName}</span>}
          </span>
        </li>
      ))}
    </ol>
  );
}
