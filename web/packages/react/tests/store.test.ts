import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { DashboardStore } from "../src/client/store.js";
import { line, status } from "./server.js";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  vi.useRealTimers();
  setVisibility("visible");
});

function setVisibility(state: "visible" | "hidden"): void {
  Object.defineProperty(document, "visibilityState", { value: state, configurable: true });
  document.dispatchEvent(new Event("visibilitychange"));
}

const nextFrame = () => vi.advanceTimersByTime(17);

describe("publishing", () => {
  test("100,000 events in one frame are one publication, and the rings stay capped", () => {
    const store = new DashboardStore();
    const listener = vi.fn();
    store.subscribe(listener);
    for (let n = 0; n < 100_000; n += 1) store.addLog(line(n));
    expect(listener).not.toHaveBeenCalled();
    nextFrame();
    expect(listener).toHaveBeenCalledTimes(1);
    const { logs, received } = store.getSnapshot();
    expect(logs).toHaveLength(100);
    expect(logs[0]?.message).toBe("linha 99999");
    expect(received.logs).toBe(100_000);
  });

  test("the snapshot is the same object until something changes", () => {
    const store = new DashboardStore();
    const before = store.getSnapshot();
    store.flush();
    expect(store.getSnapshot()).toBe(before);
  });

  test("a Map on screen is never changed in place", () => {
    const store = new DashboardStore();
    store.addCampaign(status());
    store.flush();
    const before = store.getSnapshot();
    store.addCampaign(status({ status: "paused" }));
    store.flush();
    expect(before.campaigns.get("c1")?.status).toBe("active");
    expect(store.getSnapshot().campaigns.get("c1")?.status).toBe("paused");
  });

  test("a part that did not change keeps its identity", () => {
    const store = new DashboardStore();
    store.addCampaign(status());
    store.flush();
    const { campaigns } = store.getSnapshot();
    store.addLog(line(1));
    store.flush();
    expect(store.getSnapshot().campaigns).toBe(campaigns);
  });

  test("no more often than asked for", () => {
    const store = new DashboardStore({ minFlushMs: 200 });
    const listener = vi.fn();
    store.subscribe(listener);
    for (let n = 0; n < 100; n += 1) {
      store.addLog(line(n));
      vi.advanceTimersByTime(10);
    }
    expect(listener.mock.calls.length).toBeLessThanOrEqual(6);
    expect(listener.mock.calls.length).toBeGreaterThanOrEqual(4);
  });
});

describe("a page that draws slowly", () => {
  const publicationsIn = (ms: number, drawingMs: number) => {
    const store = new DashboardStore();
    const listener = vi.fn(() => void vi.setSystemTime(Date.now() + drawingMs));
    store.subscribe(listener);
    const until = Date.now() + ms;
    for (let n = 0; Date.now() < until; n += 1) {
      store.addLog(line(n));
      vi.advanceTimersByTime(5);
    }
    return listener.mock.calls.length;
  };

  test("is drawn less often, so that it has time for clicks", () => {
    expect(publicationsIn(2_000, 1)).toBeGreaterThan(60);
    expect(publicationsIn(2_000, 40)).toBeLessThan(16);
  });

  test("is still drawn four times a second, however slow", () => {
    expect(publicationsIn(4_000, 100)).toBeGreaterThan(9);
  });
});

describe("a hidden tab", () => {
  test("shows what it missed as soon as it is seen again", () => {
    const store = new DashboardStore();
    const detach = store.attach();
    setVisibility("hidden");
    for (let n = 0; n < 5_000; n += 1) store.addLog(line(n));
    expect(store.getSnapshot().logs).toHaveLength(0);
    setVisibility("visible");
    expect(store.getSnapshot().logs).toHaveLength(100);
    detach();
  });

  test("still counts, once a second, for the title", () => {
    const store = new DashboardStore();
    setVisibility("hidden");
    store.addLog(line(1));
    vi.advanceTimersByTime(1_000);
    expect(store.getSnapshot().received.logs).toBe(1);
  });
});

describe("repetition", () => {
  test("a replayed line is not shown twice", () => {
    const store = new DashboardStore();
    store.addLog(line(1));
    store.addLog(line(1));
    store.flush();
    expect(store.getSnapshot().logs).toHaveLength(1);
  });

  test("the same line with and without its id is one line", () => {
    const store = new DashboardStore();
    store.addLog(line(1));
    store.addLog(line(1, { logId: "a" }));
    store.flush();
    expect(store.getSnapshot().logs).toHaveLength(1);
  });

  test("equal texts with different ids are two lines", () => {
    const store = new DashboardStore();
    store.addLog(line(1, { logId: "a" }));
    store.addLog(line(1, { logId: "b" }));
    store.flush();
    expect(store.getSnapshot().logs).toHaveLength(2);
  });

  test("a replay is put in order of time, between what is held and what arrives", () => {
    const store = new DashboardStore();
    for (const n of [1, 2, 6]) store.addLog(line(n));
    store.beginReplay();
    for (const n of [2, 3, 4, 5, 6]) store.addLog(line(n));
    store.endReplay();
    store.addLog(line(7));
    store.flush();
    expect(
      store
        .getSnapshot()
        .logs.map((log) => log.message)
        .reverse(),
    ).toEqual([1, 2, 3, 4, 5, 6, 7].map((n) => `linha ${n}`));
  });
});

describe("a pause", () => {
  test("holds the view still and shows everything afterwards", () => {
    const store = new DashboardStore();
    store.addLog(line(1));
    store.pause();
    store.addLog(line(2));
    nextFrame();
    expect(store.getSnapshot().logs).toHaveLength(1);
    expect(store.getSnapshot().paused).toBe(true);
    store.resume();
    expect(store.getSnapshot().logs).toHaveLength(2);
  });
});
