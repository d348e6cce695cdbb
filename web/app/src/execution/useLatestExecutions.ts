import { useExecutions } from "@brasa/react";
import { useMemo } from "react";
import type { Execution, Page } from "../api/types";
import { type Resource, useResource } from "../api/useResource";
import { merged } from "./merge";

interface Whose {
  campaignId: string;
  sessionId: string;
}

/** The latest executions, each in its latest state, newest first: the stored ones, then live. */
export function useLatestExecutions(
  { campaignId, sessionId }: Whose,
  count: number,
): Resource<readonly Execution[]> {
  const live = useExecutions();
  const query = { campaignId, sessionId, limit: count };
  const { data, ...rest } = useResource<Page<Execution>>("/executions", { query });
  const executions = useMemo(() => {
    if (!data) return undefined;
    const own = live.filter(
      (one) =>
        (!campaignId || one.campaignId === campaignId) &&
        (!sessionId || one.sessionId === sessionId),
    );
    return merged(own, data.items).slice(0, count);
  }, [live, data, campaignId, sessionId, count]);
  return { ...rest, data: executions };
}
