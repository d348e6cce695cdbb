// What happens in the made-up world as time passes; `tell(event, payload)` is how it is heard.
import {
  campaigns,
  contact,
  executions,
  FAILURES,
  iso,
  logs,
  nextId,
  pick,
  random,
  sessions,
} from "./world.mjs";

const KEPT = 20_000;

export function log(tell, campaign, level, message, session) {
  const entry = {
    organizationId: 1,
    campaignId: campaign.campaignId,
    campaignName: campaign.name,
    level,
    message,
    timestamp: iso(),
    logId: nextId("log"),
    ...(session ? { sessionId: session.sessionId, sessionName: session.sessionName } : {}),
  };
  keep(logs, entry);
  tell("campaign-log", entry);
}

function keep(list, entry) {
  list.push(entry);
  if (list.length > KEPT * 1.2) list.splice(0, list.length - KEPT);
}

function someSession(campaign) {
  const id = pick(campaign.sessionIds);
  return sessions.find((one) => one.sessionId === id);
}

/** One execution from sending to its end, a little later. */
export function execute(tell, at = Date.now(), settled = false) {
  const campaign = pick(campaigns.filter((one) => one.status === "active" || settled));
  if (!campaign) return;
  const session = someSession(campaign);
  const internal = campaign.kind === "internal";
  const execution = {
    organizationId: 1,
    campaignId: campaign.campaignId,
    campaignName: campaign.name,
    executionId: nextId("exe"),
    executionType: internal ? "internal" : "external",
    status: "sending",
    state: "sending",
    attempt: 1,
    sessionId: session.sessionId,
    ...(internal
      ? { fromSession: session.sessionName, toSession: pick(sessions).sessionName }
      : contact()),
    messageContent: "Olá! As matrículas estão abertas até sexta.",
    scheduledAt: iso(at - 4_000),
    timestamp: iso(at),
  };
  keep(executions, execution);
  tell("execution-log", wire(execution));
  if (settled) settle(() => {}, campaign, execution, session, at + 900);
  else setTimeout(() => settle(tell, campaign, execution, session), 500 + random() * 900);
}

function settle(tell, campaign, execution, session, at = Date.now()) {
  const failed = random() < 0.04;
  const state = failed
    ? "failed"
    : at < Date.now() - 60_000
      ? pick(["delivered", "delivered", "read"])
      : "sent";
  Object.assign(execution, {
    status: failed ? "failed" : "sent",
    state,
    executedAt: iso(at),
    timestamp: iso(at),
    ...(failed ? { error: pick(FAILURES) } : {}),
  });
  tell("execution-log", wire(execution));
  if (at < Date.now() - 60_000) return;
  campaign.progress[failed ? "failed" : "sent"] += 1;
  if (!failed) campaign.progress.delivered += 1;
  campaign.sentToday += 1;
  session.sentToday += 1;
  tell("campaign-status", status(campaign));
  if (failed)
    log(
      tell,
      campaign,
      "error",
      `Falha no envio para ${execution.contactName ?? execution.toSession}: ${execution.error.message}`,
      session,
    );
}

export function wire({ state, attempt, ...execution }) {
  return ["delivered", "read", "unknown", "skipped"].includes(state)
    ? { ...execution, deliveryStatus: state }
    : execution;
}

export function status({
  kind,
  dailyTarget,
  timezone,
  windows,
  quietHours,
  startsAt,
  createdAt,
  updatedAt,
  version,
  sessionIds,
  ...wireFields
}) {
  return wireFields;
}

export function health(session, campaignId) {
  return {
    organizationId: 1,
    campaignId,
    sessionId: session.sessionId,
    sessionName: session.sessionName,
    state: session.state,
    ...session.health,
  };
}

/** The engine's tick, every 10 s. */
export function tick(tell) {
  for (const campaign of campaigns.filter((one) => one.status === "active")) {
    const session = someSession(campaign);
    log(
      tell,
      campaign,
      "info",
      `Meta diária atingida: ${session.sentToday}/${session.capToday}`,
      session,
    );
    log(
      tell,
      campaign,
      "info",
      `Processamento concluído: ${campaign.activeSessions} sessões ativas`,
    );
  }
  for (const session of sessions) {
    session.health.lastUpdated = iso();
    for (const { campaignId } of session.campaigns) tell("bot-health", health(session, campaignId));
  }
}

/** Fills the last hours, so that the page does not open empty. */
export function past() {
  const start = Date.now() - 6 * 3600e3;
  for (let n = 0; n < 900; n += 1) execute(() => {}, start + n * 24_000, true);
  for (let n = 0; n < 400; n += 1) {
    const campaign = pick(campaigns);
    const level = pick(["info", "info", "info", "success", "warning", "error"]);
    const text = {
      info: "Processamento concluído: 2 sessões ativas",
      success: "Lote entregue: 24 de 24",
      warning: "Ritmo reduzido: o provedor pediu 30 s",
      error: "Falha no envio: o número não está no canal",
    }[level];
    log(
      () => {},
      campaign,
      level,
      text,
      random() < 0.5 ? sessions.find((s) => s.sessionId === campaign.sessionIds[0]) : undefined,
    );
    logs.at(-1).timestamp = iso(start + n * 54_000);
  }
}
