import type { Series } from "./types";

export function ChartLegend({ series }: { series: readonly Series[] }) {
  return (
    <ul className="chart-legend">
      {series.map(({ label, color }) => (
        <li key={label}>
          <span style={{ background: `var(${color})` }} />
          {label}
        </li>
      ))}
    </ul>
  );
}
