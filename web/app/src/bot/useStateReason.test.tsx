import { renderHook } from "@testing-library/react";
import type { ReactNode } from "react";
import { expect, test, vi } from "vitest";
import type { Session } from "../api/types";
import { LocaleProvider } from "../i18n/context";
import { useStateReason } from "./useStateReason";

function Brazil({ children }: { children: ReactNode }) {
  return (
    <LocaleProvider language="pt-BR" timeZone="America/Sao_Paulo">
      {children}
    </LocaleProvider>
  );
}

function reasonOf(bot: Partial<Session>): string | undefined {
  return renderHook(() => useStateReason(bot as Session), { wrapper: Brazil }).result.current;
}

test("a bot that sends nothing says why and until when", () => {
  vi.useFakeTimers({ now: new Date("2026-11-26T17:00:00Z"), toFake: ["Date"] });
  const heldUntil = "2026-11-26T17:30:00Z";
  const spam = { state: "held", stateReason: "131048" } as const;
  expect(reasonOf({ ...spam, heldUntil })).toBe(
    "Restrito pelo provedor por suspeita de spam, até 14:30",
  );
  expect(reasonOf(spam)).toBe("Restrito pelo provedor por suspeita de spam");
  expect(reasonOf({ state: "quarantined", stateReason: "score", heldUntil })).toBe(
    "Nota abaixo de 40: não envia nada, até 14:30",
  );
  vi.useRealTimers();
});

test("a provider's own code is shown as one; what a person did is no such code", () => {
  expect(reasonOf({ state: "held", stateReason: "4711" })).toContain("código 4711");
  const released = { state: "watch", stateReason: "released_by_operator" } as const;
  expect(reasonOf(released)).toBe("Liberado por uma pessoa");
});
