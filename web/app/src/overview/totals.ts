import type { Campaign, ThroughputPoint } from "../api/types";
import { progressOf } from "../campaign/progressOf";

/** What the campaigns have done today, and have yet to do. */
export interface Totals {
  sentToday: number;
  /** What is left of today's targets, as far as there is somebody to write to. */
  leftToday: number;
  /** Sends without an answer; those of ended campaigns too, for they want settling as well. */
  unknown: number;
}

export function totalsOf(campaigns: readonly Campaign[]): Totals {
  const sum = (pick: (one: Campaign) => number) =>
    campaigns.reduce((total, one) => total + pick(one), 0);
  return {
    sentToday: sum((one) => one.sentToday),
    leftToday: sum(leftOf),
    unknown: sum((one) => one.progress.unknown),
  };
}

function leftOf(campaign: Campaign): number {
  if (campaign.status !== "active" && campaign.status !== "waiting") return 0;
  if (campaign.reason === "not_started") return 0;
  const { done, total, daily } = progressOf(campaign);
  const ofTarget = Math.max(0, campaign.targetToday - campaign.sentToday);
  return daily ? ofTarget : Math.min(ofTarget, Math.max(0, total - done));
}

/** The sums of a chart's points. */
export function sumOf(points: readonly ThroughputPoint[]) {
  const sum = (pick: (one: ThroughputPoint) => number) =>
    points.reduce((total, one) => total + pick(one), 0);
  return {
    sent: sum((one) => one.sent),
    delivered: sum((one) => one.delivered),
    failed: sum((one) => one.failed),
  };
}
