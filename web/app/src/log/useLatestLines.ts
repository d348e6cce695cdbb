import { useLogs } from "@brasa/react";
import { useMemo } from "react";
import type { LogLine, Page } from "../api/types";
import { type Resource, useResource } from "../api/useResource";
import { filterLines, keyOf } from "./lines";

interface Whose {
  campaignId: string;
  sessionId: string;
}

/**
 * The latest lines, newest first. What arrived live reaches back as far as the organization was
 * busy, which may be seconds: the rest is read.
 */
export function useLatestLines({ campaignId, sessionId }: Whose, count: number) {
  const live = useLogs();
  const query = { campaignId, sessionId, limit: count };
  const { data, ...rest } = useResource<Page<LogLine>>("/logs", { query });
  const lines = useMemo(() => {
    const filter = { campaignId, sessionId, search: "", levels: new Set<LogLine["level"]>() };
    const fresh = filterLines(live, filter).slice(0, count);
    if (fresh.length === count) return fresh;
    if (!data) return undefined;
    const known = new Set(fresh.map(keyOf));
    const stored = data.items.filter((line) => !known.has(keyOf(line)));
    return [...fresh, ...stored].sort(newestFirst).slice(0, count);
  }, [live, data, campaignId, sessionId, count]);
  return { ...rest, data: lines } satisfies Resource<readonly LogLine[]>;
}

function newestFirst(a: LogLine, b: LogLine): number {
  return b.timestamp.localeCompare(a.timestamp);
}
