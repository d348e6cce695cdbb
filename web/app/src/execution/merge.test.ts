import type { ExecutionLogData } from "@brasa/react/client";
import { expect, test } from "vitest";
import { asExecution, latestReports, merged, updated } from "./merge";

const at = (second: number) => new Date(Date.UTC(2026, 10, 23, 12, 0, second)).toISOString();
const report = (second: number, more: Partial<ExecutionLogData> = {}): ExecutionLogData => ({
  organizationId: 1,
  campaignId: "c1",
  campaignName: "Volta às aulas",
  executionId: "e1",
  executionType: "external",
  status: "sent",
  deliveryStatus: "sent",
  timestamp: at(second),
  ...more,
});

test("the latest report of an execution is the one that counts", () => {
  const newestFirst = [report(3, { deliveryStatus: "read" }), report(1)];
  expect(latestReports(newestFirst).get("e1")?.deliveryStatus).toBe("read");
});

test("a newer report changes what is stored, an older one does not", () => {
  const stored = asExecution(report(2));
  expect(updated(stored, report(3, { deliveryStatus: "delivered" })).state).toBe("delivered");
  expect(updated(stored, report(1, { status: "sending", deliveryStatus: "sending" })).state).toBe(
    "sent",
  );
});

test("a live report tells which attempt it is", () => {
  expect(asExecution(report(1)).attempt).toBe(1);
  const first = asExecution(report(2));
  expect(updated(first, report(3, { attempt: 2 })).attempt).toBe(2);
  expect(asExecution(report(3, { attempt: 2 })).attempt).toBe(2);
});

test("within one instant the further state wins", () => {
  const stored = asExecution(report(2, { deliveryStatus: "read" }));
  expect(updated(stored, report(2)).state).toBe("read");
});

const failing = { error: { code: "429", message: "devagar" }, executedAt: at(2) };
const sending = { status: "sending", deliveryStatus: "sending", executedAt: at(2) } as const;
const waiting = {
  ...failing,
  status: "sending",
  deliveryStatus: "scheduled",
  scheduledAt: at(59),
} as const;

test("what waits for a new attempt says when and why, until it is tried again", () => {
  const stored = asExecution(report(2, sending));
  const waits = updated(stored, report(3, waiting));
  expect(waits.state).toBe("scheduled");
  expect([waits.scheduledAt, waits.error?.code]).toEqual([at(59), "429"]);
  const paused = updated(
    waits,
    report(4, { ...failing, status: "sending", deliveryStatus: "pending" }),
  );
  expect([paused.state, paused.scheduledAt, paused.error?.code]).toEqual([
    "pending",
    undefined,
    "429",
  ]);
  const sent = updated(waits, report(60, { executedAt: at(59) }));
  expect([sent.state, sent.error]).toEqual(["sent", undefined]);
});

test("within one instant the wait follows the attempt that came to nothing", () => {
  expect(updated(asExecution(report(2, sending)), report(2, waiting)).state).toBe("scheduled");
  expect(updated(asExecution(report(2, waiting)), report(2, sending)).state).toBe("scheduled");
});

test("new executions stand above the stored ones, and none stands twice", () => {
  const stored = [asExecution(report(5)), asExecution(report(3, { executionId: "e0" }))];
  const live = [
    report(9, { executionId: "e2" }),
    report(6, { deliveryStatus: "read" }),
    report(8, { executionId: "receipt of an older one", executedAt: at(1) }),
  ];
  const ids = merged(live, stored).map((one) => `${one.executionId} ${one.state}`);
  expect(ids).toEqual(["e2 sent", "e1 read", "e0 sent"]);
});
