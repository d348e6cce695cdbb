import type { Page, ThroughputPoint } from "../api/types";
import { useResource } from "../api/useResource";
import { useOrganization } from "../organization/context";
import { midnightOf } from "./midnight";
import { MINUTE, useMinute } from "./useMinute";

/** The hours of today, as the organization's zone has it; undefined until known. */
export function useToday(): readonly ThroughputPoint[] | undefined {
  const { timezone } = useOrganization().organization;
  const minute = useMinute();
  const since = new Date(midnightOf(minute * MINUTE, timezone)).toISOString();
  const { data } = useResource<Page<ThroughputPoint>>("/throughput", {
    query: { unit: "hour", since },
    version: minute,
    everyMs: 1_000,
  });
  return data?.items;
}
