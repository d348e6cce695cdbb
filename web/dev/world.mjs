// The made-up world: campaigns, sessions, contacts, and what happened to them so far.

/** A small seeded generator (mulberry32), so that two runs draw the same picture. */
export function generator(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

export const random = generator(7);
export const pick = (list) => list[Math.floor(random() * list.length)];
export const iso = (ms = Date.now()) => new Date(ms).toISOString();
export const ORGANIZATION = {
  id: 1,
  name: "Braseiro Delivery",
  timezone: "America/Sao_Paulo",
  language: "pt-BR",
};

const FIRST = [
  "Ana",
  "Bruno",
  "Carla",
  "Diego",
  "Elaine",
  "Fábio",
  "Gabriela",
  "Heitor",
  "Isabela",
  "João",
  "Karina",
  "Luiz",
  "Marina",
  "Nelson",
  "Olívia",
  "Paulo",
];
const LAST = [
  "Almeida",
  "Barbosa",
  "Cardoso",
  "Dias",
  "Esteves",
  "Ferreira",
  "Gomes",
  "Lima",
  "Moraes",
  "Nogueira",
  "Oliveira",
  "Prado",
  "Ramos",
  "Souza",
];
export const contact = () => ({
  contactName: `${pick(FIRST)} ${pick(LAST)}`,
  contactPhone: `+55119${String(Math.floor(1e7 + random() * 8.9e7))}`,
});

export const FAILURES = [
  { code: "number_not_on_channel", message: "O número não está no canal" },
  { code: "rate_limited", message: "O provedor pediu para reduzir o ritmo" },
  { code: "blocked_by_recipient", message: "O contato bloqueou o remetente" },
];
const WINDOWS = [{ days: [1, 2, 3, 4, 5, 6, 7], from: "08:00", to: "20:00" }];

export const sessions = [
  session("s1", "Atendimento 1", [0.12, 0.05, 0.15], 120),
  session("s2", "Atendimento 2", [1, 0, 0.06], 120),
  session("s3", "Vendas Zona Sul", [0.3, 0.1, 0.2], 200),
  session("s4", "Vendas Centro", [0.62, 0.38, 0.2], 160),
  session("s5", "Cobrança", [1.5, 0.9, 0.7], 90, "quarantined", "Nota abaixo de 40 por 3 ciclos"),
  session(
    "s6",
    "Retenção",
    [0.9, 0.7, 0.4],
    80,
    "throttled",
    "Falhas em 12 % dos últimos 50 envios",
  ),
  session("s7", "Pesquisa NPS", [0.05, 0.02, 0.4], 150),
];

function session(sessionId, sessionName, [delivery, optOut, volume], capToday, state, stateReason) {
  const sigma = Math.hypot(delivery, optOut, volume);
  const score = 100 * Math.exp((-sigma * sigma) / 2);
  const connected = sessionId !== "s5";
  return {
    sessionId,
    sessionName,
    channel: sessionId < "s5" ? "whatsapp-cloud" : "telegram",
    address: `+55 11 9${sessionId.slice(1)}000-1${sessionId.slice(1)}00`,
    enabled: true,
    connected,
    state: state ?? (score >= 80 ? "healthy" : score >= 60 ? "watch" : "throttled"),
    ...(stateReason ? { stateReason } : {}),
    stateSince: iso(Date.now() - 5.2 * 3600e3),
    sentToday: Math.floor(capToday * (0.3 + random() * 0.5)),
    capToday,
    health: {
      healthScore: Math.round(score * 100) / 100,
      qualitySigma: Math.round(sigma * 1000) / 1000,
      deliveryRate: Math.round((95 - delivery * 36.3) * 10) / 10,
      messagesPerDay: Math.round(capToday * (0.8 + volume * 0.25) * 10) / 10,
      lastUpdated: iso(),
      band: score >= 80 ? "excellent" : score >= 60 ? "good" : score >= 40 ? "fair" : "poor",
      evidence: sessionId === "s7" ? "low" : "good",
      components: {
        delivery: { z: delivery, observed: 0.95 - delivery * 0.363, ideal: 0.95, spread: 0.363 },
        optOut: { z: optOut, observed: 0.005 + optOut * 0.02, ideal: 0.005, spread: 0.02 },
        volume: {
          z: volume,
          observed: capToday * (1 + volume * 0.25),
          ideal: capToday,
          spread: capToday * 0.25,
        },
      },
    },
    campaigns: [],
  };
}

export const campaigns = [
  campaign(
    "c1",
    "aquecimento 2",
    "internal",
    "active",
    ["s1", "s2"],
    4200,
    "Enviando: 2 de 2 sessões ativas",
  ),
  campaign(
    "c2",
    "Volta às aulas",
    "external",
    "active",
    ["s3", "s4", "s6"],
    18400,
    "Enviando: 3 de 3 sessões ativas",
  ),
  campaign(
    "c3",
    "Cobrança de novembro",
    "external",
    "waiting",
    ["s5"],
    2600,
    "Aguardando: nenhuma sessão pode enviar; Cobrança em quarentena",
    "no_session",
  ),
  campaign(
    "c4",
    "Pesquisa NPS 2026",
    "mixed",
    "paused",
    ["s7"],
    9000,
    "Pausada por você: revisar o texto",
    "paused_by_operator",
  ),
  campaign(
    "c5",
    "Black Friday - esquenta",
    "external",
    "waiting",
    ["s3", "s4"],
    32000,
    "Aguardando: fora do horário, volta amanhã às 08:00",
    "outside_window",
  ),
  campaign(
    "c6",
    "Reativação de clientes",
    "external",
    "stopped",
    ["s6"],
    5200,
    "Encerrada",
    "stopped_by_operator",
  ),
];

function campaign(campaignId, name, kind, status, sessionIds, total, description, reason) {
  const done = status === "stopped" ? 0.9 : 0.15 + random() * 0.5;
  const sent = Math.floor(total * done);
  const failed = Math.floor(sent * 0.03);
  return {
    organizationId: 1,
    campaignId,
    name,
    status,
    description,
    ...(status === "waiting" ? { nextExecution: iso(Date.now() + 3.4 * 3600e3) } : {}),
    activeSessions: status === "active" ? sessionIds.length : 0,
    totalSessions: sessionIds.length,
    ...(reason ? { reason } : {}),
    sentToday: Math.floor(sent * 0.1),
    targetToday: sessionIds.length * 120,
    progress: {
      total,
      sent,
      delivered: Math.floor(sent * 0.93),
      read: Math.floor(sent * 0.61),
      failed,
      unknown: campaignId === "c2" ? 4 : 0,
      skipped: Math.floor(total * 0.01),
      ...(status === "active" ? { eta: iso(Date.now() + 2.3 * 86400e3) } : {}),
    },
    kind,
    dailyTarget: 120,
    timezone: ORGANIZATION.timezone,
    windows: WINDOWS,
    quietHours: { from: "21:00", to: "08:00" },
    startsAt: iso(Date.now() - 9 * 86400e3),
    createdAt: iso(Date.now() - 12 * 86400e3),
    updatedAt: iso(Date.now() - 3600e3),
    version: 3,
    sessionIds,
  };
}

for (const one of campaigns) {
  for (const id of one.sessionIds) {
    sessions
      .find((s) => s.sessionId === id)
      .campaigns.push({ campaignId: one.campaignId, name: one.name });
  }
}

export const logs = []; // oldest first
export const executions = []; // oldest first

let made = 0;
export function nextId(prefix) {
  made += 1;
  return `${prefix}${String(made).padStart(6, "0")}`;
}
