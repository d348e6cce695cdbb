import { expect, test } from "vitest";
import { withDays } from "./days";
import type { LogRow } from "./lines";

const row = (timestamp: string) =>
  ({ kind: "line", key: timestamp, line: { timestamp } }) as LogRow;
const dayOf = (at: string) => (at < "2026-11-26" ? at.slice(5, 10) : "");
const kinds = (rows: readonly LogRow[]) =>
  rows.map((one) => (one.kind === "day" ? `[${one.day}]` : one.key.slice(5, 10)));

test("each day is named where it begins; today is said to begin after another day", () => {
  const rows = ["2026-11-24T10:00", "2026-11-24T11:00", "2026-11-25T09:00", "2026-11-26T08:00"];
  expect(kinds(withDays(rows.map(row), dayOf))).toEqual([
    "[11-24]",
    "11-24",
    "11-24",
    "[11-25]",
    "11-25",
    "[]",
    "11-26",
  ]);
});

test("a log of today alone is left as it is", () => {
  const rows = [row("2026-11-26T08:00")];
  expect(withDays(rows, dayOf)).toBe(rows);
});
