import { cleanup, fireEvent, render, screen, within } from "@testing-library/react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Execution } from "../api/types";
import { LocaleProvider } from "../i18n/context";
import type { Language } from "../settings/settings";
import { ExecutionTable } from "./ExecutionTable";

const waiting: Execution = {
  organizationId: 1,
  campaignId: "c1",
  campaignName: "Volta às aulas",
  executionId: "e1",
  executionType: "external",
  contactName: "Ana",
  state: "scheduled",
  status: "sending",
  deliveryStatus: "scheduled",
  attempt: 1,
  executedAt: "2026-11-23T12:00:00.000Z",
  scheduledAt: "2026-11-23T12:30:00.000Z",
  timestamp: "2026-11-23T12:00:01.000Z",
  error: { code: "429", message: "Devagar" },
};

function table(executions: readonly Execution[], language: Language = "pt-BR") {
  return (
    <LocaleProvider language={language} timeZone="America/Sao_Paulo">
      <ExecutionTable executions={executions} />
    </LocaleProvider>
  );
}

const row = () => screen.getAllByRole("row", { hidden: true })[1]?.textContent ?? "";

beforeEach(() => {
  vi.useFakeTimers({ now: new Date("2026-11-23T12:18:00Z"), toFake: ["Date"] });
  // jsdom has dialogs and cannot open them.
  HTMLDialogElement.prototype.showModal = function showModal() {
    this.open = true;
  };
});
afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

test.each([
  ["pt-BR", "Aguarda nova tentativa", "09:30, em 12 min"],
  ["en", "Waiting to try again", "09:30, in 12 min"],
] as const)("a row says in %s that it waits, for when, and why", (language, state, when) => {
  render(table([waiting], language));
  for (const words of [state, when, "Devagar"]) expect(row()).toContain(words);
});

test("a wait whose time is not decided says so, one that is over says now", () => {
  const { scheduledAt: _, ...paused } = waiting;
  const { unmount } = render(table([{ ...paused, state: "pending" }]));
  expect(row()).toContain("Aguarda nova tentativaainda sem horário");
  unmount();
  vi.setSystemTime(new Date("2026-11-23T12:30:01Z"));
  render(table([waiting]));
  expect(row()).toContain("09:30, agora");
});

test("what was never tried is only scheduled", () => {
  const { executedAt: _, error: __, ...fresh } = waiting;
  render(table([fresh]));
  expect(row()).toContain("Agendada");
  expect(row()).not.toContain("tentativa");
});

test("the detail says the same, and follows what happens", () => {
  const { rerender } = render(table([waiting]));
  fireEvent.click(screen.getByRole("button", { name: "Ana" }));
  const detail = () => within(screen.getByRole("dialog", { hidden: true }));
  expect(detail().getByText("Próxima tentativa").nextSibling?.textContent).toContain("em 12 min");
  expect(detail().getByText("Última tentativa").nextSibling?.textContent).toContain("09:00:00");
  expect(detail().getByText("Motivo").nextSibling?.textContent).toContain("Devagar");
  const { error: _, ...taken } = waiting;
  rerender(table([{ ...taken, state: "sent", attempt: 2 }]));
  expect(detail().getByText("Enviada")).toBeTruthy();
  expect(detail().queryByText("Próxima tentativa")).toBeNull();
});
