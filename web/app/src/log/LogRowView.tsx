import { memo } from "react";
import type { LogLine } from "../api/types";
import { useFormat, useText } from "../i18n/context";
import { Icon } from "../ui/Icon";
import { LevelMark } from "./LevelMark";
import type { LogRow } from "./lines";

interface LogRowViewProps {
  row: LogRow;
  /** Px from the start of the list. */
  top: number;
  height: number;
  linked: boolean;
  onChoose: (line: LogLine) => void;
}

/** One row; opens in full when chosen. */
export const LogRowView = memo(function LogRowView(props: LogRowViewProps) {
  const { row, top, height, linked, onChoose } = props;
  const place = { transform: `translateY(${top}px)`, height };
  if (row.kind === "gap") return <GapRow gap={row.gap} style={place} />;
  if (row.kind === "day") return <DayRow day={row.day} style={place} />;
  const { line } = row;
  return (
    <button
      type="button"
      className={`log-row ${line.level} ${linked ? "linked" : ""}`}
      style={place}
      onClick={() => onChoose(line)}
    >
      <LogCells line={line} />
    </button>
  );
});

function LogCells({ line }: { line: LogLine }) {
  const format = useFormat();
  return (
    <>
      <time dateTime={line.timestamp}>{format.time(line.timestamp)}</time>
      <LevelMark level={line.level} />
      <span className="log-campaign">{line.campaignName}</span>
      <span className="log-session">{line.sessionName}</span>
      <span className="log-message">{line.message}</span>
    </>
  );
}

function DayRow({ day, style }: { day: string; style: object }) {
  const text = useText();
  return (
    <p className="log-row log-day" style={style}>
      {day || text.common.today}
    </p>
  );
}

function GapRow({ gap, style }: { gap: { from: string; to: string }; style: object }) {
  const text = useText();
  const format = useFormat();
  return (
    <p className="log-row log-gap" style={style} role="note">
      <Icon name="gap" />
      {text.log.gap(format.stamp(gap.from), format.stamp(gap.to))}
    </p>
  );
}
