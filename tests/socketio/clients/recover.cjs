// Many stock clients that collect numbered events through cuts of their connections.
// argv: port, then a JSON list of each client's transports ("websocket", "polling+websocket").
// stdout: "ready" once all are connected, then one JSON line when all have seen "end".
const { io } = require("client-4.8");

const [port, kinds] = process.argv.slice(2);
const clients = JSON.parse(kinds).map((kind, number) => {
  const client = { kind, numbers: [], recovered: 0, fresh: 0, disconnects: 0, sent: -1 };
  const socket = io(`http://127.0.0.1:${port}`, {
    transports: kind.split("+"),
    query: { client: number },
    forceNew: true,
    reconnectionDelay: 5,
    reconnectionDelayMax: 40,
    timeout: 5000,
  });
  socket.on("connect", () => {
    if (socket.recovered) client.recovered++;
    else client.fresh++;
    socket.emit("here");
    if (clients.every((each) => each.fresh)) ready();
  });
  socket.on("disconnect", () => client.disconnects++);
  socket.on("n", (number) => client.numbers.push(number));
  socket.on("end", (sent) => {
    client.sent = sent;
    if (clients.every((each) => each.sent >= 0)) finish();
  });
  return client;
});

let told = false;
function ready() {
  if (!told) process.stdout.write("ready\n");
  told = true;
}

function finish() {
  process.stdout.write(JSON.stringify(clients) + "\n", () => process.exit(0));
}
