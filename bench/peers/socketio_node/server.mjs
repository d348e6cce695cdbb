// The same workload as bench/servers/fanout.py. argv: port (0: any). Prints "ready <port>".
import { createServer } from "node:http";
import { Server } from "socket.io";

const http = createServer();
const io = new Server(http, { transports: ["websocket"], perMessageDeflate: false, serveClient: false });

const executionLog = (number) => ({
  organizationId: 1,
  campaignId: "campaign-0001",
  campaignName: "Aquecimento",
  executionId: `execution-${String(number).padStart(8, "0")}`,
  executionType: "external",
  status: "sent",
  fromSession: "session-01",
  contactName: "Maria da Silva",
  contactPhone: "+5511999990000",
  executedAt: "2026-11-23T12:00:00.000Z",
  timestamp: "2026-11-23T12:00:00.000Z",
});

io.on("connection", (socket) => {
  socket.on("join-organization", ({ organizationId }, ack) => {
    socket.join(`org-${organizationId}`);
    if (ack) ack({ success: true });
  });
  socket.on("bench", ({ n, burst = 10 }) => {
    let number = 0;
    const emitSome = () => {
      for (let i = 0; i < burst && number < n; i++) {
        io.to("org-1").emit("execution-log", executionLog(number++));
      }
      if (number < n) setImmediate(emitSome);
    };
    emitSome();
  });
});

http.listen({ port: Number(process.argv[2] ?? 0), host: "127.0.0.1", backlog: 4096 }, () => {
  console.log("ready", http.address().port);
});
