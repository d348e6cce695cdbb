// A client written from the guide alone: `node watch.cjs MODULE URL TRANSPORTS SECONDS`.
// Prints what it saw as one line of JSON.
const [, , module_, url, transports, seconds] = process.argv;
const { io } = require(module_);

const begun = Date.now();
const seen = [];
const acks = {};
const note = (event) => (data) => seen.push({ event, data, after: (Date.now() - begun) / 1000 });
const socket = io(url, { transports: transports.split(',') });

for (const event of [
  'campaign-status', 'campaign-log', 'execution-log', 'bot-health', 'notification', 'pong',
]) {
  socket.on(event, note(event));
}
socket.on('connect', () => {
  note('connect')(socket.io.engine.transport.name);
  socket.emit('join-organization', { organizationId: 1 });
  socket.emit('ping', { timestamp: 1234567890123 });
});
socket.on('connect_error', (error) => note('connect_error')(error.message));

const enough = () => ['campaign-status', 'campaign-log', 'execution-log', 'bot-health', 'pong']
  .every((event) => seen.some((one) => one.event === event));
const finish = () => {
  const result = JSON.stringify({ seen, acks, transport: socket.io.engine.transport.name });
  process.stdout.write(result, () => process.exit(0));
};
const poll = setInterval(() => enough() && ask(), 50);
setTimeout(finish, Number(seconds) * 1000);

function ask() {
  clearInterval(poll);
  const before = seen.length;
  socket.emit('request-dashboard', { organizationId: 1 }, (answer) => {
    acks.dashboard = answer;
    acks.replayed = seen.slice(before);
    socket.emit('join-organization', { organizationId: 99 }, (refused) => {
      acks.foreign = refused;
      socket.emit('join-organization', { organizationId: '1' });
      socket.emit('leave-organization', { organizationId: 1 }, (left) => {
        acks.left = left;
        const at = seen.length;
        setTimeout(() => { acks.afterLeaving = seen.slice(at); finish(); }, 1500);
      });
    });
  });
}
