import { expect, test } from "vitest";
import type { Preview } from "../api/types";
import { ptBR } from "../i18n/pt-BR";
import { effectOf } from "./effect";

const counts = {
  recipients: 12,
  scheduled: 2,
  sending: 1,
  failed: 3,
  unknown: 1,
  skipped: 0,
  sessions: 2,
};
const preview = (more: Partial<Preview>): Preview => ({
  action: "start",
  kind: "external",
  enrolling: false,
  allowed: true,
  counts,
  message: "",
  ...more,
});
const told = (more: Partial<Preview>) => effectOf(preview(more), ptBR.action);

test("an action says how many recipients it reaches", () => {
  expect(told({})).toBe("12 destinatários por 2 sessões.");
  expect(told({ action: "pause" })).toContain("1 envio em curso termina.");
});

test("recipients that are still being counted are told as that", () => {
  expect(told({ enrolling: true })).toBe(
    "12 destinatários por 2 sessões. Os destinatários ainda estão sendo contados.",
  );
  expect(told({ action: "retry-failed", enrolling: true })).not.toContain("contados");
});

test("a conversation among sessions has no recipients", () => {
  for (const action of ["start", "pause", "resume", "stop"] as const)
    expect(told({ action, kind: "internal" })).not.toContain("destinatário");
  expect(told({ action: "resume", kind: "internal" })).toContain("2 sessões");
});

test("what is not allowed says why", () => {
  expect(told({ allowed: false, reason: "já está ativa" })).toBe("já está ativa");
});
