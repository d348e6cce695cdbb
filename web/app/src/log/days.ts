import type { LogRow } from "./lines";

/**
 * Rows, oldest first, with a row where another day begins: the lines themselves show only the
 * time. `dayOf` names a day, and says nothing of today.
 */
export function withDays(
  rows: readonly LogRow[],
  dayOf: (at: string) => string,
): readonly LogRow[] {
  const first = rows.find((row) => row.kind === "line");
  // Days only grow: where the first line is of today, all are.
  if (first?.kind !== "line" || !dayOf(first.line.timestamp)) return rows;
  const named = oncePerTenMinutes(dayOf);
  const all: LogRow[] = [];
  let before: string | undefined;
  for (const row of rows) {
    if (row.kind === "line") {
      const day = named(row.line.timestamp);
      if (day !== before) all.push({ kind: "day", key: `day ${day}`, day });
      before = day;
    }
    all.push(row);
  }
  return all;
}

/** Intl is slow and no zone changes its day within ten minutes of the clock. */
function oncePerTenMinutes(dayOf: (at: string) => string): (at: string) => string {
  const known = new Map<string, string>();
  return (at) => {
    const key = at.slice(0, 15);
    const day = known.get(key) ?? dayOf(at);
    known.set(key, day);
    return day;
  };
}
