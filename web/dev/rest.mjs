// The REST slice under /api/v1, over the made-up world.
import { log, status } from "./life.mjs";
import {
  campaigns,
  executions,
  FAILURES,
  generator,
  iso,
  logs,
  ORGANIZATION,
  sessions,
} from "./world.mjs";

/** Answers `[status, body]`, or undefined for a path that is not of the API. */
export async function answer(request, url, tell) {
  if (!url.pathname.startsWith("/api/v1/")) return undefined;
  const path = url.pathname.slice("/api/v1/".length).split("/");
  if (path[0] === "me") return [200, me()];
  const [noun, id, verb] = path.slice(2);
  if (noun === "campaigns") return campaignRoutes(request, url, id, verb, tell);
  if (noun === "sessions") return sessionRoutes(request, url, id, verb, tell);
  if (noun === "executions") return listOf(executions, url, id, "executionId");
  if (noun === "logs") return listOf(logs, url);
  if (noun === "throughput") return [200, throughput(url)];
  return missing();
}

const missing = () => [404, { error: { code: "not_found", message: "Não encontrado" } }];

function me() {
  return {
    mode: "open",
    role: "admin",
    organizations: [ORGANIZATION],
    serverTime: iso(),
    version: "0.1.0",
    tickSeconds: 10,
  };
}

async function campaignRoutes(request, url, id, verb, tell) {
  if (!id) return [200, { items: campaigns.map(seen) }];
  const campaign = campaigns.find((one) => one.campaignId === id);
  if (!campaign) return missing();
  if (request.method === "POST") return act(campaign, verb, await bodyOf(request), tell);
  if (verb === "funnel") return [200, funnel(campaign)];
  if (verb === "preview") return [200, preview(campaign, url.searchParams.get("action"))];
  const own = sessions.filter((one) => campaign.sessionIds.includes(one.sessionId));
  return [
    200,
    {
      ...seen(campaign),
      sessions: own.map(({ sessionId, sessionName, sentToday, capToday, state, stateReason }) => ({
        sessionId,
        sessionName,
        sentToday,
        targetToday: 120,
        capToday,
        active: state !== "quarantined",
        ...(stateReason ? { reason: stateReason } : {}),
      })),
      templates: [
        {
          name: "abertura",
          body: "Olá {{ nome }}! As matrículas estão abertas até sexta.",
          weight: 2,
        },
        { name: "lembrete", body: "{{ nome }}, ainda dá tempo. Posso ajudar?", weight: 1 },
      ],
    },
  ];
}

const seen = ({ sessionIds, ...campaign }) => campaign;

function funnel({ progress }) {
  const { total, sent, delivered, read = 0, failed, unknown, skipped } = progress;
  const rest = Math.max(0, total - sent - failed - unknown - skipped);
  return {
    total,
    pending: Math.floor(rest * 0.8),
    scheduled: Math.ceil(rest * 0.2) - 1,
    sending: 1,
    sent,
    delivered,
    read,
    failed,
    unknown,
    skipped,
    reasons: [
      { state: "failed", ...FAILURES[0], count: Math.ceil(failed * 0.6) },
      { state: "failed", ...FAILURES[1], count: Math.floor(failed * 0.25) },
      { state: "failed", ...FAILURES[2], count: Math.floor(failed * 0.15) },
      {
        state: "skipped",
        code: "opted_out",
        message: "O contato pediu para não receber",
        count: skipped,
      },
      { state: "unknown", code: "no_receipt", message: "Sem resposta do provedor", count: unknown },
    ].filter((reason) => reason.count > 0),
  };
}

const ALLOWED = {
  start: ["stopped"],
  pause: ["active", "waiting"],
  resume: ["paused"],
  stop: ["active", "waiting", "paused"],
  "retry-failed": ["active", "waiting", "paused"],
  "resolve-unknown": ["active", "waiting", "paused", "stopped"],
};

function preview(campaign, action) {
  const { scheduled, sending, failed, unknown, skipped, pending } = funnel(campaign);
  const allowed = (ALLOWED[action] ?? []).includes(campaign.status);
  return {
    action,
    allowed,
    ...(allowed ? {} : { reason: "invalid_transition" }),
    message: "",
    counts: {
      recipients: pending + scheduled + sending,
      scheduled,
      sending,
      failed,
      unknown,
      skipped,
      sessions: campaign.totalSessions,
    },
  };
}

function act(campaign, verb, body, tell) {
  if (!(ALLOWED[verb] ?? []).includes(campaign.status)) {
    return [
      409,
      { error: { code: "invalid_transition", message: `A campanha está ${campaign.status}` } },
    ];
  }
  const done = {
    pause: ["paused", "Pausada por você"],
    stop: ["stopped", "Encerrada por você"],
    start: ["active", "Enviando"],
    resume: ["active", "Enviando"],
  }[verb];
  if (done) {
    [campaign.status, campaign.description] = done;
    if (body.reason) campaign.description += `: ${body.reason}`;
    campaign.activeSessions = campaign.status === "active" ? campaign.totalSessions : 0;
    if (body.resumeAt) campaign.nextExecution = body.resumeAt;
    else delete campaign.nextExecution;
    tell("campaign-status", status(campaign));
    log(tell, campaign, "warning", campaign.description);
    return [200, seen(campaign)];
  }
  const field = verb === "retry-failed" ? "failed" : "unknown";
  const count = campaign.progress[field];
  campaign.progress[field] = 0;
  tell("campaign-status", status(campaign));
  return [200, verb === "retry-failed" ? { retried: count } : { resolved: count }];
}

async function sessionRoutes(_request, url, id, verb, tell) {
  if (!id) return [200, { items: sessions }];
  const session = sessions.find((one) => one.sessionId === id);
  if (!session) return missing();
  if (verb === "health-history")
    return [200, { items: history(session, Number(url.searchParams.get("hours") ?? 168)) }];
  if (verb === "release") {
    session.state = "watch";
    delete session.stateReason;
    tell("notification", {
      type: "info",
      message: `${session.sessionName} liberada`,
      timestamp: iso(),
    });
  }
  return [
    200,
    {
      ...session,
      changes: [
        {
          at: session.stateSince,
          from: "watch",
          to: session.state,
          reason: session.stateReason ?? "Nota voltou a 80",
        },
        {
          at: iso(Date.parse(session.stateSince) - 30e6),
          from: "healthy",
          to: "watch",
          reason: "Nota abaixo de 80",
        },
      ],
    },
  ];
}

function history(session, hours) {
  const random = generator(Number(session.sessionId.slice(1)));
  const { components, qualitySigma } = session.health;
  return Array.from({ length: hours }, (_, n) => {
    const sigma = Math.max(0, qualitySigma * (0.35 + (0.65 * n) / hours) + (random() - 0.5) * 0.12);
    return {
      at: iso(Date.now() - (hours - n) * 3600e3),
      healthScore: 100 * Math.exp((-sigma * sigma) / 2),
      qualitySigma: sigma,
      deliveryRate: session.health.deliveryRate,
      messagesPerDay: session.health.messagesPerDay,
      state: session.state,
      components,
    };
  });
}

function throughput(url) {
  const unit = url.searchParams.get("unit") ?? "minute";
  const step = unit === "hour" ? 3600e3 : 60e3;
  const since = Date.parse(url.searchParams.get("since") ?? "") || Date.now() - 60 * step;
  const random = generator(11);
  const items = [];
  for (let at = Math.ceil(since / step) * step; at <= Date.now(); at += step) {
    const sent = Math.round(
      (18 + 9 * Math.sin(at / step / 7) + random() * 8) * (unit === "hour" ? 55 : 1),
    );
    items.push({
      at: iso(at),
      sent,
      delivered: Math.round(sent * 0.93),
      failed: Math.round(sent * 0.04 * random()),
    });
  }
  return { unit, items };
}

function listOf(entries, url, id, idField) {
  if (id) {
    const found = entries.find((one) => one[idField] === id);
    return found ? [200, found] : missing();
  }
  const query = Object.fromEntries(url.searchParams);
  const limit = Number(query.limit ?? 50);
  const from = Number(query.cursor ?? 0);
  const found = entries.filter((one) => matches(one, query)).reverse();
  const items = found.slice(from, from + limit);
  return [
    200,
    { items, ...(found.length > from + limit ? { nextCursor: String(from + limit) } : {}) },
  ];
}

const REACHED = {
  sent: ["sent", "delivered", "read"],
  delivered: ["delivered", "read"],
  read: ["read"],
};

function matches(one, query) {
  const { campaignId, sessionId, state, reached, reason, type, level } = query;
  const { search, since, until } = query;
  const text = JSON.stringify(one).toLowerCase();
  return (
    (!campaignId || one.campaignId === campaignId) &&
    (!sessionId || one.sessionId === sessionId) &&
    (!state || one.state === state) &&
    (!reached || REACHED[reached].includes(one.state)) &&
    (!reason || one.error?.code === reason) &&
    (!type || one.executionType === type) &&
    (!level || one.level === level) &&
    (!since || one.timestamp >= since) &&
    (!until || one.timestamp <= until) &&
    (!search || text.includes(search.toLowerCase()))
  );
}

async function bodyOf(request) {
  let text = "";
  for await (const chunk of request) text += chunk;
  return text ? JSON.parse(text) : {};
}
