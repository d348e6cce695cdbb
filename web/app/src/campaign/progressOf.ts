import type { Campaign } from "../api/types";

/** How much of what there is to do is done, by how it ended. */
export interface Done {
  total: number;
  sent: number;
  failed: number;
  unknown: number;
  skipped: number;
  done: number;
  /** Of today's target: the campaign has no end of its own. */
  daily: boolean;
}

/**
 * A campaign to contacts ends when all were reached. One between our own accounts never does: its
 * total grows as it sends, so only the day's target says how far it is.
 */
export function progressOf({ kind, progress, sentToday, targetToday }: Campaign): Done {
  if (kind === "internal") {
    const sent = Math.min(sentToday, targetToday);
    const none = { failed: 0, unknown: 0, skipped: 0 };
    return { total: targetToday, sent, done: sent, ...none, daily: true };
  }
  const { total, sent, failed, unknown, skipped } = progress;
  const done = sent + failed + unknown + skipped;
  return { total, sent, failed, unknown, skipped, done, daily: false };
}
