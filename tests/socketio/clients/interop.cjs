// Stock clients that do a bit of everything, one for each kind of transport.
// argv: client package, port, then kinds: transports joined by "+". stdout: one JSON line, a log each.
const [pack, port, ...kinds] = process.argv.slice(2);
const { Manager } = require(pack);

const hex = (data) => Buffer.from(data).toString("hex");
const ask = (socket, ...args) => new Promise((resolve) => socket.emit(...args, (...got) => resolve(got)));
const once = (socket, event) => new Promise((resolve) => socket.once(event, (...got) => resolve(got)));

async function run(kind) {
  const manager = new Manager(`http://127.0.0.1:${port}`, { transports: kind.split("+") });
  const root = manager.socket("/", { auth: { token: "secret" } });
  const other = manager.socket("/other");
  const refused = manager.socket("/forbidden");
  const log = {};
  const failed = once(refused, "connect_error");
  const joined = once(other, "connect");
  await once(root, "connect");
  await joined;
  const [error] = await failed;
  log.refused = [error.message, error.data];
  log.auth = await ask(root, "auth");
  log.echo = await ask(root, "echo", 1, "é😀", { a: [null, true] });
  const [binary] = await ask(root, "echo", { deep: [Buffer.from([1, 2, 254])] });
  log.binary = hex(binary.deep[0]);
  log.other = await ask(other, "who");
  root.on("question", (value, reply) => reply({ answered: value }));
  root.on("blob", (blob, reply) => reply(Buffer.concat([Buffer.from(blob), Buffer.from([9])])));
  log.asked = await ask(root, "ask-me");
  log.askedBinary = hex((await ask(root, "ask-me-binary"))[0]);
  const pushed = [];
  root.on("push", (number) => pushed.push(number));
  await ask(root, "push-many", 50);
  log.pushed = pushed;
  const blast = once(root, "big");
  root.emit("big-please");
  log.big = (await blast)[0].length;
  log.large = (await ask(root, "echo", "y".repeat(200000)))[0].length;
  log.transport = root.io.engine.transport.name;
  const gone = once(root, "disconnect");
  root.emit("kick-me");
  log.kicked = (await gone)[0];
  return log;
}

Promise.all(kinds.map(run)).then((logs) => {
  process.stdout.write(JSON.stringify(logs) + "\n", () => process.exit(0));
});
