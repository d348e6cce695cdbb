import { useMemo } from "react";
import type { LogLine } from "../api/types";
import { useQuery } from "../router/location";
import type { LogFilter } from "./lines";

export const LEVELS = ["info", "success", "warning", "error"] as const;

/** The filter, which lives in the address bar: it survives a reload and can be sent to a colleague. */
export function useLogFilter() {
  const [query, change] = useQuery();
  const levels = query.get("levels") ?? "";
  const campaignId = query.get("campaign") ?? "";
  const sessionId = query.get("session") ?? "";
  const search = query.get("search") ?? "";
  const filter: LogFilter = useMemo(
    () => ({ levels: asLevels(levels), campaignId, sessionId, search }),
    [levels, campaignId, sessionId, search],
  );
  const toggleLevel = (level: LogLine["level"]) => {
    const next = new Set(filter.levels);
    if (!next.delete(level)) next.add(level);
    change({ levels: LEVELS.filter((one) => next.has(one)).join(",") });
  };
  return {
    filter,
    filtered: Boolean(levels || campaignId || sessionId || search),
    toggleLevel,
    change,
    /** The line a link points at, and the moment of it. */
    linked: { key: query.get("line") ?? "", at: query.get("at") ?? "" },
  };
}

function asLevels(text: string): Set<LogLine["level"]> {
  return new Set(LEVELS.filter((level) => text.split(",").includes(level)));
}
