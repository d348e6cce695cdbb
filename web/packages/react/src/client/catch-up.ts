import type { DashboardState } from "./messages.js";
import type { FilledGap } from "./options.js";
import { RequestError } from "./requests.js";
import type { DashboardStore } from "./store.js";

/** What catching up needs from the client. */
export interface CatchUpHost {
  store: DashboardStore;
  /** The guide's `request-dashboard`; the same entries also arrive as events. */
  requestDashboard(): Promise<DashboardState>;
  fillGap: ((since: string) => Promise<FilledGap>) | undefined;
  now(): number;
}

/**
 * Brings the store up to date after a join that recovered nothing: the server replays its latest
 * entries; if these do not reach back to the last line held, the rest is fetched, and what
 * cannot be fetched is marked as a gap rather than passed over.
 */
export async function catchUp(host: CatchUpHost): Promise<void> {
  const { store } = host;
  const lastHeld = store.getSnapshot().logs[0]?.timestamp;
  const backAt = new Date(host.now()).toISOString();
  store.beginReplay();
  try {
    const reaches = await replay(host, lastHeld);
    if (lastHeld === undefined || reaches) return;
    const filled = await fill(host, lastHeld);
    if (!filled) store.addGap({ from: lastHeld, to: backAt });
  } finally {
    store.endReplay();
  }
}

/** True when the replay left nothing out since the last line held. */
async function replay(host: CatchUpHost, lastHeld: string | undefined): Promise<boolean> {
  try {
    const { campaigns, botHealth, logs, executions } = await host.requestDashboard();
    for (const campaign of campaigns ?? []) host.store.addCampaign(campaign);
    for (const health of botHealth ?? []) host.store.addHealth(health);
    for (const log of logs ?? []) host.store.addLog(log);
    for (const execution of executions ?? []) host.store.addExecution(execution);
    const oldest = logs?.[0]?.timestamp;
    return oldest === undefined || lastHeld === undefined || oldest <= lastHeld;
  } catch (error) {
    // A server that does not acknowledge still replays by events; how far is not known.
    if (error instanceof RequestError) return false;
    throw error;
  }
}

async function fill(host: CatchUpHost, since: string): Promise<boolean> {
  if (!host.fillGap) return false;
  try {
    const { logs, complete } = await host.fillGap(since);
    for (const log of logs) host.store.addLog(log);
    return complete;
  } catch {
    return false; // The gap stays marked; that is the report of this failure.
  }
}
