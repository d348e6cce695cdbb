import { useLogs } from "@brasa/react";
import { useMemo } from "react";
import { useFormat, useText } from "../i18n/context";
import { Empty } from "../ui/Empty";
import { LevelMark } from "./LevelMark";
import { keyOf } from "./lines";
import "./log.css";

interface LogTailProps {
  campaignId?: string;
  sessionId?: string;
  count?: number;
}

/** The latest lines, newest first: a glance, not a place to read. */
export function LogTail({ campaignId, sessionId, count = 10 }: LogTailProps) {
  const text = useText();
  const format = useFormat();
  const logs = useLogs();
  const shown = useMemo(() => {
    const own = logs.filter(
      (log) =>
        (!campaignId || log.campaignId === campaignId) &&
        (!sessionId || log.sessionId === sessionId),
    );
    return own.slice(0, count);
  }, [logs, campaignId, sessionId, count]);
  if (shown.length === 0) {
    return <Empty icon="logs" title={text.log.empty} note={text.log.emptyNote} />;
  }
  return (
    <ol className="tail">
      {shown.map((log) => (
        <li key={keyOf(log)}>
          <time dateTime={log.timestamp}>{format.time(log.timestamp)}</time>
          <LevelMark level={log.level} />
          <span className="tail-text">
            {!campaignId && <strong>{log.campaignName} </strong>}
            {log.sessionName && <span className="quiet">[{log.sessionName}] </span>}
            {log.message}
          </span>
        </li>
      ))}
    </ol>
  );
}
