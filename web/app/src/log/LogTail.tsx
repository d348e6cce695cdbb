import { useFormat, useText } from "../i18n/context";
import { Empty, Pending } from "../ui/Empty";
import { LevelMark } from "./LevelMark";
import { keyOf } from "./lines";
import { useLatestLines } from "./useLatestLines";
import "./log.css";

interface LogTailProps {
  campaignId?: string;
  sessionId?: string;
  count?: number;
}

/** The latest lines, newest first: a glance, not a place to read. */
export function LogTail({ campaignId = "", sessionId = "", count = 10 }: LogTailProps) {
  const text = useText();
  const format = useFormat();
  const { data: lines, error, reload } = useLatestLines({ campaignId, sessionId }, count);
  if (!lines) return <Pending error={error} reload={reload} />;
  if (lines.length === 0) {
    return <Empty icon="logs" title={text.log.empty} note={text.log.emptyNote} />;
  }
  return (
    <ol className="tail">
      {lines.map((log) => (
        <li key={keyOf(log)}>
          <time dateTime={log.timestamp}>{format.stamp(log.timestamp)}</time>
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
