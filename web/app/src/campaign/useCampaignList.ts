import { useCampaigns } from "@brasa/react";
import { useMemo } from "react";
import type { Campaign, Page } from "../api/types";
import { type Resource, useResource } from "../api/useResource";

/** Every campaign as it is now: what REST knows, under what arrived live since. */
export function useCampaignList(): Resource<Campaign[]> {
  const live = useCampaigns();
  // A campaign made since the list was read changes the number of live ones.
  const { data, ...rest } = useResource<Page<Campaign>>("/campaigns", { version: live.size });
  const campaigns = useMemo(
    () => data?.items.map((one) => ({ ...one, ...live.get(one.campaignId) })).sort(byUrgency),
    [data, live],
  );
  return { ...rest, data: campaigns };
}

const RANK = { active: 0, waiting: 1, paused: 2, stopped: 3 };

/** What runs first, what has ended last. */
function byUrgency(a: Campaign, b: Campaign): number {
  return RANK[a.status] - RANK[b.status] || a.name.localeCompare(b.name);
}
