import {
  act,
  cleanup,
  configure,
  render,
  renderHook,
  screen,
  waitFor,
} from "@testing-library/react";
import { type ReactNode, StrictMode } from "react";
import { afterEach, beforeEach, expect, test } from "vitest";
import {
  BrasaProvider,
  CampaignDashboard,
  createBrasaClient,
  useCampaign,
  useConnection,
  useLogs,
  useWebSocketDashboard,
} from "../src/index.js";
import { line, room, startServer, status, type TestServer } from "./server.js";

configure({ asyncUtilTimeout: 10_000 }); // A loaded machine is slow, not wrong.

let brasa: TestServer;
beforeEach(async () => {
  brasa = await startServer();
});
afterEach(async () => {
  cleanup();
  await brasa.stop();
});

test("StrictMode's double effects make one connection and one join", async () => {
  const { result } = renderHook(() => useWebSocketDashboard(1, { url: brasa.url }), {
    wrapper: StrictMode,
  });
  await waitFor(() => expect(result.current.connected).toBe(true));
  expect(brasa.connections).toBe(1);
  expect(brasa.joins).toHaveLength(1);
});

test("the guide's hook has the guide's shape", async () => {
  const { result } = renderHook(() => useWebSocketDashboard(1, { url: brasa.url }));
  await waitFor(() => expect(result.current.connected).toBe(true));
  room(brasa).emit("campaign-status", status());
  for (let n = 0; n < 150; n += 1) room(brasa).emit("campaign-log", line(n));
  await waitFor(() => expect(result.current.dashboard.logs[0]?.message).toBe("linha 149"));
  const { campaigns, logs, executions, botHealth } = result.current.dashboard;
  expect(campaigns.get("c1")?.name).toBe("aquecimento 2");
  expect(logs).toHaveLength(100);
  expect(executions).toEqual([]);
  expect(botHealth).toBeInstanceOf(Map);
  expect(result.current.socket?.connected).toBe(true);
});

test("another organization is another connection, with nothing of the first", async () => {
  const { result, rerender } = renderHook(
    ({ id }) => useWebSocketDashboard(id, { url: brasa.url }),
    { initialProps: { id: 1 } },
  );
  await waitFor(() => expect(result.current.connected).toBe(true));
  room(brasa, 1).emit("campaign-status", status());
  await waitFor(() => expect(result.current.dashboard.campaigns.size).toBe(1));
  rerender({ id: 2 });
  expect(result.current.dashboard.campaigns.size).toBe(0);
  await waitFor(() => expect(brasa.joins.at(-1)?.organizationId).toBe(2));
});

test("unmounting closes the connection", async () => {
  const { result, unmount } = renderHook(() => useWebSocketDashboard(1, { url: brasa.url }));
  await waitFor(() => expect(result.current.connected).toBe(true));
  unmount();
  await waitFor(() => expect(brasa.io.engine.clientsCount).toBe(0));
});

test("2,000 events redraw a few times, not 2,000", async () => {
  let renders = 0;
  const { result } = renderHook(() => {
    renders += 1;
    return useWebSocketDashboard(1, { url: brasa.url });
  });
  await waitFor(() => expect(result.current.connected).toBe(true));
  renders = 0;
  for (let n = 0; n < 2_000; n += 1) room(brasa).emit("campaign-log", line(n));
  await waitFor(() => expect(result.current.dashboard.logs[0]?.message).toBe("linha 1999"));
  expect(renders).toBeLessThan(100);
});

test("finer hooks share the provider's client and redraw only for their part", async () => {
  const client = createBrasaClient({ organizationId: 1, url: brasa.url });
  const wrapper = ({ children }: { children: ReactNode }) => (
    <BrasaProvider client={client}>{children}</BrasaProvider>
  );
  let renders = 0;
  const { result } = renderHook(
    () => {
      renders += 1;
      return useCampaign("c1");
    },
    { wrapper },
  );
  const connection = renderHook(() => useConnection(client));
  await waitFor(() => expect(connection.result.current.status).toBe("live"));
  act(() => {
    client.store.addCampaign(status());
    client.store.flush();
  });
  expect(result.current?.name).toBe("aquecimento 2");
  renders = 0;
  act(() => {
    client.store.addLog(line(1));
    client.store.flush();
  });
  expect(renders).toBe(0);
});

test("a hook without a client says what is missing", () => {
  expect(() => renderHook(() => useLogs())).toThrow(/BrasaProvider/);
});

test("the guide's component draws its four sections with its class names", async () => {
  const { container } = render(<CampaignDashboard organizationId={1} url={brasa.url} />);
  expect(container.querySelector(".connection-status.disconnected")).not.toBeNull();
  await screen.findByText("🟢 Conectado");
  room(brasa).emit("campaign-status", status({ status: "waiting" }));
  room(brasa).emit("bot-health", {
    organizationId: 1,
    campaignId: "c1",
    sessionId: "s1",
    sessionName: "Sessão 2",
    healthScore: 60.65,
    messagesPerDay: 120,
    deliveryRate: 58.7,
    qualitySigma: 1,
    lastUpdated: "2026-11-23T12:00:00.000Z",
  });
  room(brasa).emit("campaign-log", line(1, { level: "success" }));
  room(brasa).emit("execution-log", {
    organizationId: 1,
    campaignId: "c1",
    campaignName: "aquecimento 2",
    executionId: "e1",
    executionType: "internal",
    status: "sent",
    fromSession: "Atendimento 1",
    toSession: "Atendimento 2",
    timestamp: "2026-11-23T12:00:00.000Z",
  });
  await screen.findByText("Atendimento 1 → Atendimento 2");
  const shown = [
    ".campaigns .campaign-card.status-waiting",
    ".bot-health .score.good",
    ".logs .log-entry.log-success",
    ".executions .execution-entry.status-sent",
  ];
  for (const selector of shown) expect(container.querySelector(selector)).not.toBeNull();
  expect(screen.getByText("60.6%")).toBeDefined();
});
