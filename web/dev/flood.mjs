// A stream of events of a given rate: what a dashboard must bear.
import { execute, log, status } from "./life.mjs";
import { campaigns, executions, iso, pick, sessions } from "./world.mjs";

const TURN_MS = 20;

/** Tells `rate` events per second: six log lines, three executions and a status in every ten. */
export function flood(tell, rate) {
  execute(() => {}, Date.now(), true);
  let sent = 0;
  let due = 0;
  setInterval(() => {
    for (due += (rate * TURN_MS) / 1_000; due >= 1; due -= 1) {
      sent += 1;
      one(tell, sent);
    }
  }, TURN_MS);
}

function one(tell, n) {
  const campaign = pick(campaigns);
  const kind = n % 10;
  if (kind < 6)
    log(tell, campaign, n % 40 === 0 ? "error" : "info", `Linha ${n} da enchente`, pick(sessions));
  else if (kind < 9)
    tell("execution-log", {
      ...executions[0],
      state: undefined,
      executionId: `f${n}`,
      status: "sent",
      timestamp: iso(),
    });
  else {
    campaign.sentToday += 1;
    tell("campaign-status", status(campaign));
  }
}
