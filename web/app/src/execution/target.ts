import type { ExecutionLogData } from "@brasa/react/client";

type Addressed = Pick<
  ExecutionLogData,
  "executionType" | "fromSession" | "toSession" | "contactName" | "contactPhone"
>;

/** To whom: `A → B` between our own accounts, else the contact. */
export function targetOf(one: Addressed): string {
  return one.executionType === "internal"
    ? `${one.fromSession ?? "?"} → ${one.toSession ?? "?"}`
    : (one.contactName ?? one.contactPhone ?? "–");
}
