import uPlot from "uplot";
import { paler, token } from "./token";
import type { Series } from "./types";

/**
 * Columns that stand on each other: each is drawn as high as it and all below it, the highest
 * first. uPlot's own order is that of the data.
 */
export function stacked(series: readonly Series[]): number[][] {
  const heights: number[][] = [];
  for (const { values } of series) {
    const below = heights.at(-1);
    heights.push(values.map((value, index) => value + (below?.[index] ?? 0)));
  }
  return heights.reverse();
}

export function columns(series: readonly Series[]): uPlot.Series[] {
  return series.map(column).reverse();
}

function column({ label, color, values }: Series): uPlot.Series {
  const whole = token(color);
  const open = paler(whole, 0.45);
  // The stretch of the last column is still under way: it will grow.
  const fills = () => values.map((_, at) => (at < values.length - 1 ? whole : open));
  const paths = uPlot.paths.bars?.({
    align: 1,
    size: [0.78, 48, 1],
    radius: 0.12,
    disp: { fill: { unit: 3, values: fills } },
  });
  return {
    label,
    fill: whole,
    width: 0,
    points: { show: false },
    ...(paths && values.length > 0 ? { paths } : {}),
  };
}
