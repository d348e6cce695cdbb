import { expect, test } from "vitest";
import { matches } from "./matches";

test("accents and case do not matter", () => {
  expect(matches("Execução concluída", "execucao")).toBe(true);
});

test("words may come in any order", () => {
  expect(matches("Falha no envio para Ana", "ana falha")).toBe(true);
  expect(matches("Falha no envio para Ana", "ana sucesso")).toBe(false);
});

test("a search is never a pattern", () => {
  expect(matches("custou R$ (10)", "(10")).toBe(true);
  expect(matches("aaaa", ".*")).toBe(false);
  expect(matches("[INFO] a+b", "a+b")).toBe(true);
});

test("an empty search finds everything", () => {
  expect(matches("qualquer", "  ")).toBe(true);
});
