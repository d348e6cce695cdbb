import { useText } from "../i18n/context";
import type { ChartData } from "./types";

export function ChartLegend({ series, columnMs }: Pick<ChartData, "series" | "columnMs">) {
  const text = useText();
  return (
    <ul className="chart-legend">
      {series.map(({ label, color }) => (
        <li key={label}>
          <span style={{ background: `var(${color})` }} />
          {label}
        </li>
      ))}
      {columnMs && (
        <li className="quiet">
          <span style={{ background: `var(${series[0]?.color})`, opacity: 0.45 }} />
          {text.common.underWay}
        </li>
      )}
    </ul>
  );
}
