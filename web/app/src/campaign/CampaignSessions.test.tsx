import { cleanup, render, screen } from "@testing-library/react";
import { afterEach, expect, test } from "vitest";
import type { CampaignDetail, CampaignSession } from "../api/types";
import { LocaleProvider } from "../i18n/context";
import type { Language } from "../settings/settings";
import { CampaignSessions } from "./CampaignSessions";

const seat: CampaignSession = {
  sessionId: "1",
  sessionName: "Vendas 1",
  sentToday: 120,
  targetToday: 125,
  active: true,
};

function show(status: CampaignDetail["status"], more: object, language: Language = "pt-BR") {
  const campaign = { status, sessions: [{ ...seat, ...more }] } as unknown as CampaignDetail;
  render(
    <LocaleProvider language={language} timeZone="America/Sao_Paulo">
      <CampaignSessions campaign={campaign} />
    </LocaleProvider>,
  );
  return screen.getAllByRole("row")[1]?.textContent ?? "";
}

afterEach(cleanup);

test.each([
  ["pt-BR", "target_reached", "Meta de hoje atingida"],
  ["pt-BR", "held_by_provider", "Retida pelo provedor"],
  ["en", "held_by_health", "Quarantined"],
] as const)("a bot that may not send says why in %s: %s", (language, reason, words) => {
  const row = show("waiting", { active: false, reason }, language);
  expect(row).toContain(words);
  expect(row).not.toContain("_");
});

test("in an ended campaign nobody can send, and there is no target", () => {
  expect(show("active", {})).toBe("Vendas 1Pode enviar120/125");
  cleanup();
  expect(show("stopped", {})).toBe("Vendas 1120");
});
