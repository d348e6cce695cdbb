import { useState } from "react";
import { useText } from "../i18n/context";
import { ChartLegend } from "./ChartLegend";
import { ChartTable } from "./ChartTable";
import { PlotCanvas } from "./PlotCanvas";
import type { ChartData } from "./types";
// Not with the drawing, which is fetched later: a stylesheet that failed is never asked for again.
import "uplot/dist/uPlot.min.css";
import "./chart.css";

interface TimeChartProps extends ChartData {
  /** What the picture shows, in a sentence, for those who do not see it. */
  summary: string;
  height: number;
}

/** Lines or columns over time, with the same figures as a table one click away. */
export function TimeChart({ summary, height, ...data }: TimeChartProps) {
  const text = useText();
  const [asTable, setAsTable] = useState(false);
  return (
    <figure className="chart">
      {asTable ? (
        <ChartTable {...data} height={height} />
      ) : (
        <PlotCanvas {...data} height={height} label={summary} />
      )}
      <figcaption>
        <ChartLegend {...data} />
        <span className="small quiet">{summary}</span>
        <button type="button" className="button bare" onClick={() => setAsTable(!asTable)}>
          {asTable ? text.common.asChart : text.common.asTable}
        </button>
      </figcaption>
    </figure>
  );
}
