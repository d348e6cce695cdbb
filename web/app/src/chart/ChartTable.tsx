import { useFormat, useText } from "../i18n/context";
import type { ChartData } from "./types";

/** The chart's figures, newest first. */
export function ChartTable({ times, series, height, onPick }: ChartData & { height: number }) {
  const text = useText();
  const format = useFormat();
  const rows = times.map((at, index) => ({ at, index })).reverse();
  return (
    <section
      className="chart-table"
      style={{ maxHeight: height }}
      tabIndex={0}
      aria-label={text.common.asTable}
    >
      <table className="grid-table">
        <thead>
          <tr>
            <th scope="col">{text.execution.time}</th>
            {series.map(({ label }) => (
              <th key={label} scope="col" className="number">
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ at, index }) => (
            <tr key={at}>
              <td>
                {onPick ? (
                  <button type="button" className="button bare" onClick={() => onPick(at)}>
                    {format.moment(at)}
                  </button>
                ) : (
                  format.moment(at)
                )}
              </td>
              {series.map(({ label, values }) => (
                <td key={label} className="number">
                  {format.number(Math.round((values[index] ?? 0) * 10) / 10)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
