// One dashboard with the stock client: joins, counts `execution-log`, says when it has them all.
import { parseArgs } from "node:util";

import { io } from "socket.io-client";

const { values: options } = parseArgs({
  options: { port: { type: "string" }, events: { type: "string" }, organization: { type: "string", default: "1" } },
});
const wanted = Number(options.events);
const socket = io(`http://127.0.0.1:${options.port}`, { transports: ["websocket"] });
let received = 0;

socket.on("connect", async () => {
  const answer = await socket.emitWithAck("join-organization", {
    organizationId: Number(options.organization),
  });
  console.log(JSON.stringify({ joined: answer.success }));
});
socket.on("execution-log", () => {
  received += 1;
  if (received === wanted) {
    console.log(JSON.stringify({ received }));
    socket.disconnect();
  }
});
