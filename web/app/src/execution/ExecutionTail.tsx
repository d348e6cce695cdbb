import { useFormat, useText } from "../i18n/context";
import { Empty, Pending } from "../ui/Empty";
import "../log/log.css";
import { whenOf } from "./merge";
import { NextAttempt } from "./NextAttempt";
import { StateTag } from "./StateTag";
import { targetOf } from "./target";
import { useLatestExecutions } from "./useLatestExecutions";
import { waitsAgain } from "./waiting";

interface ExecutionTailProps {
  campaignId?: string;
  sessionId?: string;
  count?: number;
}

/** The latest executions, each in its latest state, newest first. */
export function ExecutionTail({ campaignId = "", sessionId = "", count = 10 }: ExecutionTailProps) {
  const text = useText();
  const format = useFormat();
  const { data, error, reload } = useLatestExecutions({ campaignId, sessionId }, count);
  if (!data) return <Pending error={error} reload={reload} />;
  if (data.length === 0) return <Empty icon="executions" title={text.execution.empty} />;
  return (
    <ol className="tail">
      {data.map((one) => (
        <li key={one.executionId}>
          <time dateTime={whenOf(one)}>{format.stamp(whenOf(one))}</time>
          <StateTag execution={one} />
          <span className="tail-text">
            {targetOf(one)}{" "}
            {waitsAgain(one) && (
              <span className="quiet">
                · <NextAttempt at={one.scheduledAt} />{" "}
              </span>
            )}
            {!campaignId && <span className="quiet">· {one.campaignName}</span>}
          </span>
        </li>
      ))}
    </ol>
  );
}
