import { afterEach, describe, expect, test, vi } from "vitest";
import { createBrasaClient } from "../src/client/client.js";
import type { BrasaClientOptions } from "../src/client/options.js";
import { RequestError, request } from "../src/client/requests.js";
import { line, room, startServer, status, type TestServer } from "./server.js";

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

async function server(options?: Parameters<typeof startServer>[0]): Promise<TestServer> {
  const started = await startServer(options);
  cleanups.push(() => started.stop());
  return started;
}

function client(url: string, options: Partial<BrasaClientOptions> = {}) {
  const made = createBrasaClient({
    organizationId: 1,
    url,
    socketOptions: { reconnectionDelay: 10, reconnectionDelayMax: 50 },
    ...options,
  });
  cleanups.push(made.retain());
  return made;
}

type Client = ReturnType<typeof client>;
/** Waits for what is expected; generous, for a loaded machine is slow but not wrong. */
const eventually = <T>(check: () => T) => vi.waitFor(check, { timeout: 10_000, interval: 5 });
const becomes = (of: Client, wanted: string) =>
  eventually(() => expect(of.connection.status).toBe(wanted));
const texts = (of: Client) =>
  of.store
    .getSnapshot()
    .logs.map((log) => log.message)
    .reverse();

describe("joining", () => {
  test("joins its organization and receives what happens there", async () => {
    const brasa = await server();
    const watching = client(brasa.url, { events: ["campaign-status"] });
    await becomes(watching, "live");
    expect(brasa.joins).toEqual([{ organizationId: 1, events: ["campaign-status"] }]);
    room(brasa).emit("campaign-status", status({ description: "Aguardando" }));
    await eventually(() =>
      expect(watching.store.getSnapshot().campaigns.get("c1")?.description).toBe("Aguardando"),
    );
  });

  test("starts with what the server replays, oldest first", async () => {
    const brasa = await server();
    brasa.logs = [line(1), line(2), line(3)];
    const watching = client(brasa.url);
    await eventually(() => expect(texts(watching)).toEqual(["linha 1", "linha 2", "linha 3"]));
  });

  test("a refused join says why and does not insist", async () => {
    const brasa = await server();
    brasa.refuseJoin = { code: "forbidden", message: "Sem acesso" };
    const watching = client(brasa.url);
    await becomes(watching, "refused");
    expect(watching.connection.getSnapshot().reason).toEqual(brasa.refuseJoin);
    expect(watching.socket.active).toBe(false);
  });

  test("a refused connection says why, and a person may try again", async () => {
    const brasa = await server();
    brasa.refuseConnect = "token_expired";
    const watching = client(brasa.url);
    await becomes(watching, "refused");
    expect(watching.connection.getSnapshot().reason?.code).toBe("token_expired");
    brasa.refuseConnect = undefined;
    watching.reconnect();
    await becomes(watching, "live");
  });

  test("closes when the last holder lets go", async () => {
    const brasa = await server();
    const watching = createBrasaClient({ organizationId: 1, url: brasa.url });
    const [first, second] = [watching.retain(), watching.retain()];
    await becomes(watching, "live");
    first();
    await Promise.resolve();
    expect(watching.socket.connected).toBe(true);
    second();
    await becomes(watching, "idle");
    expect(watching.socket.connected).toBe(false);
    expect(brasa.connections).toBe(1);
  });
});

describe("a server that is cut off from live events", () => {
  const notice = (code: string) => ({
    type: "warning",
    message: "O tempo real parou",
    timestamp: line(1).timestamp,
    code,
  });

  test("is stale though it answers, and catches up when they come again", async () => {
    const brasa = await server();
    const watching = client(brasa.url, { pingEveryMs: 20 });
    await becomes(watching, "live");
    room(brasa).emit("notification", notice("bus_unavailable"));
    await becomes(watching, "stale");
    expect(watching.connection.getSnapshot().reason?.code).toBe("bus_unavailable");
    const answered = vi.fn();
    watching.socket.on("pong", answered);
    await eventually(() => expect(answered).toHaveBeenCalled());
    expect(watching.connection.status).toBe("stale");
    brasa.logs = [line(7)];
    room(brasa).emit("notification", notice("bus_restored"));
    await becomes(watching, "live");
    await eventually(() => expect(texts(watching)).toEqual(["linha 7"]));
  });
});

describe("a lost connection", () => {
  test("is recovered without a missing or repeated line", async () => {
    const brasa = await server();
    const watching = client(brasa.url);
    await becomes(watching, "live");
    room(brasa).emit("campaign-log", line(1));
    await eventually(() => expect(texts(watching)).toEqual(["linha 1"]));
    watching.socket.io.engine.close();
    expect(watching.connection.status).toBe("reconnecting");
    room(brasa).emit("campaign-log", line(2));
    await becomes(watching, "live");
    room(brasa).emit("campaign-log", line(3));
    await eventually(() => expect(texts(watching)).toEqual(["linha 1", "linha 2", "linha 3"]));
    expect(watching.connection.getSnapshot().recovered).toBe(true);
    expect(brasa.joins).toHaveLength(1);
  });

  test("joins again when nothing was recovered, and the replay closes the gap", async () => {
    const brasa = await server({ recovery: false });
    brasa.logs = [line(1)];
    const watching = client(brasa.url);
    await eventually(() => expect(texts(watching)).toEqual(["linha 1"]));
    brasa.logs = [line(1), line(2), line(3)];
    watching.socket.io.engine.close();
    await eventually(() => expect(texts(watching)).toEqual(["linha 1", "linha 2", "linha 3"]));
    expect(brasa.joins).toHaveLength(2);
    expect(watching.store.getSnapshot().gaps).toEqual([]);
  });

  test("marks the gap that the replay leaves open", async () => {
    const brasa = await server({ recovery: false });
    brasa.logs = [line(1)];
    const watching = client(brasa.url);
    await eventually(() => expect(texts(watching)).toEqual(["linha 1"]));
    brasa.logs = [line(50), line(51)];
    watching.socket.io.engine.close();
    await eventually(() => expect(watching.store.getSnapshot().gaps).toHaveLength(1));
    expect(watching.store.getSnapshot().gaps[0]?.from).toBe(line(1).timestamp);
  });

  test("fetches what the replay leaves open, when it can", async () => {
    const brasa = await server({ recovery: false });
    brasa.logs = [line(1)];
    const fillGap = vi.fn(async () => ({ logs: [line(2), line(3)], complete: true }));
    const watching = client(brasa.url, { fillGap });
    await eventually(() => expect(texts(watching)).toEqual(["linha 1"]));
    brasa.logs = [line(3), line(4)];
    watching.socket.io.engine.close();
    await eventually(() =>
      expect(texts(watching)).toEqual(["linha 1", "linha 2", "linha 3", "linha 4"]),
    );
    expect(fillGap).toHaveBeenCalledWith(line(1).timestamp);
    expect(watching.store.getSnapshot().gaps).toEqual([]);
  });

  test("a server that comes back on its address is found again", async () => {
    const first = await startServer();
    const watching = client(first.url);
    await becomes(watching, "live");
    await first.stop();
    await becomes(watching, "reconnecting");
    await server({ port: Number(new URL(first.url).port) });
    await becomes(watching, "live");
  });
});

describe("honesty", () => {
  test("a server that stops answering is stale, and live again when it answers", async () => {
    const brasa = await server();
    const watching = client(brasa.url, { pingEveryMs: 20, staleAfterMs: 500 });
    await becomes(watching, "live");
    brasa.answersPings = false;
    await becomes(watching, "stale");
    brasa.answersPings = true;
    room(brasa).emit("campaign-log", line(1));
    await becomes(watching, "live");
  });

  test("a long silence ends in a fresh connection", async () => {
    const brasa = await server();
    const watching = client(brasa.url, { pingEveryMs: 20, staleAfterMs: 300 });
    await becomes(watching, "live");
    brasa.answersPings = false;
    await eventually(() => expect(brasa.connections).toBeGreaterThan(1));
  });

  test("nothing is queued while offline", async () => {
    const offline = createBrasaClient({ organizationId: 1, url: "http://127.0.0.1:1" });
    const asked = request(offline.socket, "request-dashboard", { organizationId: 1 });
    await expect(asked).rejects.toThrow(RequestError);
    await expect(asked).rejects.toMatchObject({ code: "offline" });
    expect(offline.socket.sendBuffer).toHaveLength(0);
  });
});
