import type { Gap } from "@brasa/react/client";
import type { LogLine } from "../api/types";
import { plain } from "../ui/matches";

export interface LogFilter {
  /** None chosen shows all. */
  levels: ReadonlySet<LogLine["level"]>;
  campaignId: string;
  sessionId: string;
  search: string;
}

/** A row of the viewer: a line, a stretch where lines may be missing, or where a day begins. */
export type LogRow =
  | { kind: "line"; key: string; line: LogLine }
  | { kind: "day"; key: string; day: string }
  | { kind: "gap"; key: string; gap: Gap };

/** What identifies a line in the list and in a link; the server's id where it has one. */
export function keyOf(line: LogLine): string {
  return (
    line.logId ?? `${line.timestamp}|${line.campaignId}|${line.sessionId ?? ""}|${line.message}`
  );
}

const searched = new WeakMap<LogLine, string>();

/** What a search looks in; folded once per line, for a search runs over thousands at each frame. */
function haystack(line: LogLine): string {
  const known = searched.get(line);
  if (known !== undefined) return known;
  const text = plain(`${line.message} ${line.campaignName} ${line.sessionName ?? ""}`);
  searched.set(line, text);
  return text;
}

export function filterLines(lines: readonly LogLine[], filter: LogFilter): readonly LogLine[] {
  const { levels, campaignId, sessionId } = filter;
  const words = plain(filter.search).split(/\s+/).filter(Boolean);
  if (levels.size === 0 && !campaignId && !sessionId && words.length === 0) return lines;
  return lines.filter(
    (line) =>
      (levels.size === 0 || levels.has(line.level)) &&
      (!campaignId || line.campaignId === campaignId) &&
      (!sessionId || line.sessionId === sessionId) &&
      words.every((word) => haystack(line).includes(word)),
  );
}

const rowsByLine = new WeakMap<LogLine, LogRow>();

/** The same row for the same line, so that a row on screen is not drawn again for nothing. */
function rowOf(line: LogLine): LogRow {
  const known = rowsByLine.get(line);
  if (known) return known;
  const row: LogRow = { kind: "line", key: keyOf(line), line };
  rowsByLine.set(line, row);
  return row;
}

/**
 * Rows in reading order, oldest first: what was read back from history, then what arrived live.
 * Both come newest first; a line in both is shown once.
 */
export function rowsOf(
  live: readonly LogLine[],
  older: readonly LogLine[],
  gaps: readonly Gap[],
): LogRow[] {
  const known = new Set(older.length > 0 ? live.map((line) => rowOf(line).key) : []);
  const lines = [...live, ...older.filter((line) => !known.has(keyOf(line)))].reverse();
  const rows = lines.map(rowOf);
  for (const gap of gaps) {
    const at = lines.findIndex((line) => line.timestamp > gap.from);
    if (at <= 0) continue; // It lies before everything shown.
    const next = rowOf(lines[at] as LogLine);
    rows.splice(rows.indexOf(next), 0, { kind: "gap", key: `gap ${gap.from}`, gap });
  }
  return rows;
}
