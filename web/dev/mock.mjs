// A stand-in for Brasa while drawing; see README.md in this folder.
import { createReadStream, existsSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { Server } from "socket.io";
import { flood } from "./flood.mjs";
import { execute, health, past, status, tick, wire } from "./life.mjs";
import { answer } from "./rest.mjs";
import { campaigns, executions, logs, sessions } from "./world.mjs";

const { values } = parseArgs({
  options: {
    port: { type: "string", default: "4000" },
    rate: { type: "string", default: "2" },
    flood: { type: "string" },
  },
});
const DIST = fileURLToPath(new URL("../app/dist", import.meta.url));
const BENCH = fileURLToPath(new URL("../bench/dist", import.meta.url));
const TYPES = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".css": "text/css",
  ".svg": "image/svg+xml",
  ".woff2": "font/woff2",
};

const http = createServer(async (request, response) => {
  const url = new URL(request.url, "http://mock");
  const found = await answer(request, url, tell);
  if (!found) return file(url.pathname, response);
  response.writeHead(found[0], { "content-type": "application/json" });
  response.end(JSON.stringify(found[1]));
});
const io = new Server(http, { connectionStateRecovery: {}, cors: { origin: true } });

function tell(event, payload) {
  io.to("organization:1").emit(event, payload);
}

function file(pathname, response) {
  const wanted = pathname.startsWith("/bench/")
    ? join(BENCH, normalize(pathname.slice("/bench".length)))
    : join(DIST, normalize(pathname));
  const path = existsSync(wanted) && statSync(wanted).isFile() ? wanted : join(DIST, "index.html");
  response.writeHead(200, { "content-type": TYPES[extname(path)] ?? "application/octet-stream" });
  createReadStream(path).pipe(response);
}

const states = () => ({
  campaigns: campaigns.map(status),
  botHealth: sessions.flatMap((one) =>
    one.campaigns.map(({ campaignId }) => health(one, campaignId)),
  ),
});

io.on("connection", (socket) => {
  socket.on("join-organization", ({ organizationId }, ack) => {
    if (organizationId !== 1)
      return ack?.({
        ok: false,
        error: { code: "forbidden", message: "Sem acesso a esta organização" },
      });
    socket.join("organization:1");
    const { campaigns, botHealth } = states();
    for (const one of campaigns) socket.emit("campaign-status", one);
    for (const one of botHealth) socket.emit("bot-health", one);
    ack?.({ ok: true });
  });
  socket.on("request-dashboard", (_payload, ack) => {
    const answer = {
      ...states(),
      logs: logs.slice(-100),
      executions: executions.slice(-50).map(wire),
    };
    for (const one of answer.logs) socket.emit("campaign-log", one);
    for (const one of answer.executions) socket.emit("execution-log", one);
    ack?.({ ok: true, ...answer });
  });
  socket.on("ping", (payload) =>
    socket.emit("pong", { ...payload, serverTime: new Date().toISOString() }),
  );
});

past();
setInterval(() => tick(tell), 10_000);
if (values.flood) flood(tell, Number(values.flood));
const rate = Number(values.rate);
const turn = Math.max(20, 1000 / rate);
setInterval(() => {
  for (let n = 0; n < Math.max(1, Math.round((rate * turn) / 1000)); n += 1) execute(tell);
}, turn);
http.listen(Number(values.port), "127.0.0.1", () => {
  console.log(`http://127.0.0.1:${http.address().port}`);
});
