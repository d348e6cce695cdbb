import { useLive, useLogs } from "@brasa/react";
import { useMemo, useRef, useState } from "react";
import { useFormat } from "../i18n/context";
import { withDays } from "./days";
import { filterLines, type LogFilter, type LogRow, rowsOf } from "./lines";
import { type LogHistory, useHistory } from "./useHistory";

export interface LogRows extends LogHistory {
  rows: readonly LogRow[];
  /** How many of the rows are lines. */
  count: number;
  /** The list follows what arrives; else it is held still. */
  following: boolean;
  setFollowing: (following: boolean) => void;
  /** Matching lines that arrived while the list was held still. */
  fresh: number;
}

/**
 * What the viewer shows: history below live lines, filtered, and held still while someone reads.
 *
 * @param until shows stored lines up to this moment only, nothing live
 */
export function useLogRows(filter: LogFilter, until: string): LogRows {
  const logs = useLogs();
  const format = useFormat();
  const gaps = useLive((snapshot) => snapshot.gaps);
  const [following, setFollowing] = useState(true);
  const held = useRef(logs);
  if (following) held.current = logs;
  const still = following ? logs : held.current;

  const level = filter.levels.size === 1 ? ([...filter.levels][0] ?? "") : "";
  const { campaignId, sessionId, search } = filter;
  const history = useHistory({ campaignId, sessionId, level, search, until });

  const rows = useMemo(() => {
    const live = until ? [] : filterLines(still, filter);
    return withDays(rowsOf(live, filterLines(history.lines, filter), gaps), format.otherDay);
  }, [still, history.lines, filter, gaps, until, format]);
  const count = useMemo(() => rows.filter((row) => row.kind === "line").length, [rows]);
  const fresh = useMemo(
    () => (following ? 0 : filterLines(newSince(logs, still), filter).length),
    [following, logs, still, filter],
  );
  return { ...history, rows, count, following, setFollowing, fresh };
}

/** Both newest first: those before the first one already held. */
function newSince<T>(now: readonly T[], held: readonly T[]): readonly T[] {
  const newest = held[0];
  const index = newest === undefined ? -1 : now.indexOf(newest);
  return index < 0 ? now : now.slice(0, index);
}
