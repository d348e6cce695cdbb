// A stock dashboard that says everything it hears of an organization.
// argv: url, organization. stdout: JSON lines, ["connect", recovered] or [event, payload].
const { io } = require("client-4.8");

const [url, organization] = process.argv.slice(2);
const say = (...words) => process.stdout.write(JSON.stringify(words) + "\n");
const socket = io(url, { transports: ["websocket"], reconnectionDelay: 50, reconnectionDelayMax: 200 });
socket.on("connect", () => {
  say("connect", socket.recovered);
  if (socket.recovered) return;
  socket.emit("join-organization", { organizationId: Number(organization) }, () => say("joined"));
});
socket.on("disconnect", (reason) => say("disconnect", reason));
for (const event of ["notification", "execution-log", "campaign-status"]) {
  socket.on(event, (payload) => say(event, payload));
}
