import { expect, test } from "vitest";
import type { LogLine } from "../api/types";
import { filterLines, type LogFilter, rowsOf } from "./lines";

const line = (n: number, more: Partial<LogLine> = {}): LogLine => ({
  organizationId: 1,
  campaignId: "c1",
  campaignName: "Volta às aulas",
  level: "info",
  message: `linha ${n}`,
  timestamp: new Date(Date.UTC(2026, 10, 23, 12, 0, n)).toISOString(),
  logId: `l${n}`,
  ...more,
});
const all: LogFilter = { levels: new Set(), campaignId: "", sessionId: "", search: "" };
const texts = (rows: ReturnType<typeof rowsOf>) =>
  rows.map((row) => (row.kind === "line" ? row.line.message : row.kind));

test("without a filter the lines are the same array: nothing is copied at each frame", () => {
  const lines = [line(1)];
  expect(filterLines(lines, all)).toBe(lines);
});

test("levels, campaign, session and words narrow the list together", () => {
  const lines = [
    line(1, { level: "error", message: "Falha (rede)" }),
    line(2, { level: "error", campaignId: "c2" }),
    line(3, { sessionId: "s1", sessionName: "Cobrança" }),
  ];
  expect(filterLines(lines, { ...all, levels: new Set(["error"]) })).toHaveLength(2);
  expect(filterLines(lines, { ...all, campaignId: "c2" })).toHaveLength(1);
  expect(filterLines(lines, { ...all, search: "falha (rede)" })).toHaveLength(1);
  expect(filterLines(lines, { ...all, search: "cobranca" })).toHaveLength(1);
});

test("history and live lines meet without a repeated line, oldest first", () => {
  const rows = rowsOf([line(4), line(3)], [line(3), line(2), line(1)], []);
  expect(texts(rows)).toEqual(["linha 1", "linha 2", "linha 3", "linha 4"]);
});

test("a gap stands between the lines it separates", () => {
  const gap = { from: line(2).timestamp, to: line(5).timestamp };
  expect(texts(rowsOf([line(6), line(2), line(1)], [], [gap]))).toEqual([
    "linha 1",
    "linha 2",
    "gap",
    "linha 6",
  ]);
});

test("a gap older than everything shown is not shown", () => {
  const gap = { from: line(0).timestamp, to: line(1).timestamp };
  expect(texts(rowsOf([line(6)], [], [gap]))).toEqual(["linha 6"]);
});
