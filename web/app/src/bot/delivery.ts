import type { SessionHealth } from "../api/types";
import type { Format } from "../i18n/format";

/** The share that arrived; of nothing sent there is none, only the ideal that every bot begins at. */
export function deliveryOf({ evidence, deliveryRate }: SessionHealth, format: Format): string {
  return evidence === "none" ? "–" : `${format.decimal(deliveryRate, 1)}%`;
}
