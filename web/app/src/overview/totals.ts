import type { Campaign } from "../api/types";

/** The sums of every campaign that has not ended. */
export interface Totals {
  active: number;
  sentToday: number;
  targetToday: number;
  sent: number;
  delivered: number;
  failed: number;
  unknown: number;
}

export function totalsOf(campaigns: readonly Campaign[]): Totals {
  const running = campaigns.filter((one) => one.status !== "stopped");
  const sum = (pick: (one: Campaign) => number) =>
    running.reduce((total, one) => total + pick(one), 0);
  return {
    active: campaigns.filter((one) => one.status === "active").length,
    sentToday: campaigns.reduce((total, one) => total + one.sentToday, 0),
    targetToday: sum((one) => one.targetToday),
    sent: sum((one) => one.progress.sent),
    delivered: sum((one) => one.progress.delivered),
    failed: sum((one) => one.progress.failed),
    unknown: sum((one) => one.progress.unknown),
  };
}
