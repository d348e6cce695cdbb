import type { Execution } from "../api/types";

/** Whether it was tried, surely not taken, and waits for a new attempt. */
export function waitsAgain({
  state,
  executedAt,
}: Pick<Execution, "state" | "executedAt">): boolean {
  return (state === "scheduled" || state === "pending") && executedAt !== undefined;
}
