import type { Action, Campaign } from "../api/types";

/** What may be done with a campaign in this state; the server has the last word. */
export function actionsFor({ status, reason, progress }: Campaign): Action[] {
  const actions: Action[] = [];
  const started = reason !== "not_started";
  if (!started) actions.push("start");
  if (status === "paused") actions.push("resume");
  if (started && (status === "active" || status === "waiting")) actions.push("pause");
  if (progress.failed > 0 && status !== "stopped") actions.push("retry-failed");
  if (progress.unknown > 0) actions.push("resolve-unknown");
  if (status !== "stopped") actions.push("stop");
  return actions;
}

/** The number an action is about, for those that are about a number. */
export function countOf(action: Action, { progress }: Campaign): number | undefined {
  if (action === "retry-failed") return progress.failed;
  if (action === "resolve-unknown") return progress.unknown;
  return undefined;
}
