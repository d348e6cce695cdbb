// The peer of the campaign benchmark, as a good Node team would write it: jobs are put in bulk
// into BullMQ, workers take them side by side, each is durable in PostgreSQL as `sending` before
// the provider is called and as `sent` after it, and the dashboard hears of both.
import { createServer } from "node:http";
import { createInterface } from "node:readline";
import { parseArgs } from "node:util";

import { Queue, Worker } from "bullmq";
import pg from "pg";
import { Server } from "socket.io";

const { values: options } = parseArgs({
  options: {
    postgres: { type: "string" },
    valkey: { type: "string" },
    executions: { type: "string", default: "20000" },
    sessions: { type: "string", default: "20" },
    concurrency: { type: "string", default: "100" },
    pool: { type: "string", default: "20" },
  },
});
const executions = Number(options.executions);
const sessions = Number(options.sessions);
const QUEUE = "executions";

const TABLE = `
  CREATE TABLE peer_executions (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    organization_id bigint NOT NULL,
    campaign_id bigint NOT NULL,
    session_id bigint NOT NULL,
    contact_id bigint NOT NULL,
    state text NOT NULL,
    content text NOT NULL,
    scheduled_at bigint NOT NULL,
    executed_at bigint NOT NULL,
    provider_id text,
    finished_at bigint
  );
  CREATE UNIQUE INDEX ON peer_executions (campaign_id, contact_id);`;

const BEGIN = {
  name: "begin",
  text: `INSERT INTO peer_executions
    (organization_id, campaign_id, session_id, contact_id, state, content, scheduled_at, executed_at)
    VALUES ($1, $2, $3, $4, 'sending', $5, $6, $7) RETURNING id`,
};
const SETTLE = {
  name: "settle",
  text: "UPDATE peer_executions SET state = 'sent', provider_id = $2, finished_at = $3 WHERE id = $1",
};

const pool = new pg.Pool({ connectionString: options.postgres, max: Number(options.pool) });
const connection = { url: options.valkey };

// The provider of the benchmark: takes everything at once.
const send = async (message) => ({ providerId: message.idempotencyKey });

function event(job, id, deliveryStatus, content, at) {
  const timestamp = new Date(at).toISOString();
  return {
    organizationId: job.organizationId,
    campaignId: String(job.campaignId),
    campaignName: "bench",
    executionId: String(id),
    executionType: "external",
    status: deliveryStatus === "sending" ? "sending" : "sent",
    fromSession: job.session,
    contactName: job.name,
    contactPhone: job.phone,
    messageContent: content,
    scheduledAt: new Date(job.scheduledAt).toISOString(),
    executedAt: timestamp,
    timestamp,
    deliveryStatus,
    sessionId: String(job.sessionId),
  };
}

async function execute(io, job) {
  const content = job.template.replaceAll("{{ nome }}", job.name);
  const begun = Date.now();
  const { rows } = await pool.query({
    ...BEGIN,
    values: [
      job.organizationId, job.campaignId, job.sessionId, job.contactId,
      content, job.scheduledAt, begun,
    ],
  });
  const id = rows[0].id;
  const room = io.to(`org-${job.organizationId}`);
  room.emit("execution-log", event(job, id, "sending", content, begun));
  const { providerId } = await send({ to: job.phone, body: content, idempotencyKey: `${id}-1` });
  const finished = Date.now();
  await pool.query({ ...SETTLE, values: [id, providerId, finished] });
  room.emit("execution-log", event(job, id, "sent", content, finished));
}

async function enqueue(queue) {
  const now = Date.now();
  for (let from = 0; from < executions; from += 1000) {
    const jobs = [];
    for (let number = from; number < Math.min(from + 1000, executions); number += 1) {
      const sessionId = (number % sessions) + 1;
      jobs.push({
        name: "execution",
        data: {
          organizationId: 1,
          campaignId: 1,
          sessionId,
          session: `Atendimento ${sessionId}`,
          contactId: number + 1,
          name: `Contato ${number + 1}`,
          phone: `+55119${String(number).padStart(8, "0")}`,
          template: "Olá {{ nome }}, seu pedido está a caminho.",
          scheduledAt: now,
        },
        opts: { removeOnComplete: true },
      });
    }
    await queue.addBulk(jobs);
  }
}

function run(io) {
  return new Promise((resolve) => {
    let done = 0;
    const worker = new Worker(QUEUE, (job) => execute(io, job.data), {
      connection,
      concurrency: Number(options.concurrency),
    });
    worker.on("completed", () => {
      done += 1;
      if (done === executions) resolve(worker);
    });
    worker.on("failed", (job, error) => {
      console.error(error);
      process.exit(1);
    });
  });
}

await pool.query(TABLE);
const queue = new Queue(QUEUE, { connection });
await enqueue(queue);
const http = createServer();
const io = new Server(http, { perMessageDeflate: false, transports: ["websocket"] });
io.on("connection", (socket) => {
  socket.on("join-organization", (data, ack) => {
    socket.join(`org-${data.organizationId}`);
    ack({ success: true });
  });
});
await new Promise((resolve) => http.listen(0, "127.0.0.1", resolve));
console.log(JSON.stringify({ ready: http.address().port }));

for await (const line of createInterface({ input: process.stdin })) {
  if (line !== "go") break;
  const before = process.cpuUsage();
  const begun = process.hrtime.bigint();
  const worker = await run(io);
  const seconds = Number(process.hrtime.bigint() - begun) / 1e9;
  const { user, system } = process.cpuUsage(before);
  const { rows } = await pool.query(
    "SELECT count(*)::int AS sent FROM peer_executions WHERE state = 'sent'",
  );
  console.log(JSON.stringify({ seconds, cpu: (user + system) / 1e6, sent: rows[0].sent }));
  await worker.close();
}
process.exit(0);
