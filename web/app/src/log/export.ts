import type { LogRow } from "./lines";

/** Saves the lines on screen as NDJSON: one JSON object per line, oldest first. */
export function exportRows(rows: readonly LogRow[]): void {
  const text = rows
    .filter((row) => row.kind === "line")
    .map((row) => JSON.stringify(row.line))
    .join("\n");
  const url = URL.createObjectURL(new Blob([`${text}\n`], { type: "application/x-ndjson" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = `brasa-log-${new Date().toISOString().slice(0, 19).replaceAll(":", "")}.ndjson`;
  link.click();
  URL.revokeObjectURL(url);
}
