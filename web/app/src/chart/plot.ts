import uPlot from "uplot";
import { timeAxis, valueAxis } from "./axes";
import { columns, stacked } from "./columns";
import { Tip } from "./tip";
import { token } from "./token";
import type { Band, ChartData, Series } from "./types";

interface Drawing {
  update(data: ChartData): void;
  destroy(): void;
}

interface Setting {
  /** Px. */
  height: number;
  language: string;
  timezone: string;
}

/** Draws a chart into an element and keeps it as wide as that element. */
export function draw(holder: HTMLElement, first: ChartData, setting: Setting): Drawing {
  let data = first;
  const width = holder.clientWidth;
  const latest = () => data;
  const plot = new uPlot(options(latest, { ...setting, width }), aligned(data), holder);
  plot.over.addEventListener("click", () => {
    const at = data.times[plot.cursor.idx ?? -1];
    if (at !== undefined) data.onPick?.(at);
  });
  const observer = new ResizeObserver(() => {
    const wide = holder.clientWidth;
    if (wide > 0 && wide !== plot.width) plot.setSize({ width: wide, height: setting.height });
  });
  observer.observe(holder);
  return {
    update: (next) => {
      data = next;
      plot.setData(aligned(next));
    },
    destroy: () => {
      observer.disconnect();
      plot.destroy();
    },
  };
}

/** uPlot counts time in seconds. */
function aligned({ times, series, columnMs }: ChartData): uPlot.AlignedData {
  const values = columnMs ? stacked(series) : series.map((one) => [...one.values]);
  return [times.map((at) => at / 1_000), ...values];
}

function options(
  latest: () => ChartData,
  { width, height, language, timezone }: Setting & { width: number },
): uPlot.Options {
  const { series, bands = [], range, columnMs = 0 } = latest();
  const tip = new Tip(language, timezone);
  return {
    width,
    height,
    // Room for half of the last label of the axis: cut, 14:15 would read as 14:1.
    padding: [8, 20, 0, 0],
    legend: { show: false },
    cursor: {
      y: false,
      points: { show: !columnMs, size: 7 },
      drag: { x: false, y: false },
      // A column stands to the right of its time.
      dataIdx: (plot, _series, closest, x) =>
        columnMs && x < (plot.data[0][closest] ?? 0) ? closest - 1 : closest,
    },
    tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1_000), timezone),
    scales: {
      x: {
        range: (_plot, low, high) => [
          Math.min(low, (latest().since ?? Number.POSITIVE_INFINITY) / 1_000),
          high + columnMs / 1_000,
        ],
      },
      y: { range: range ? [...range] : (_plot, _low, high) => [0, Math.max(4, high * 1.1)] },
    },
    axes: [timeAxis(language, timezone), valueAxis(language, columnMs > 0)],
    series: [{}, ...(columnMs ? columns(series) : series.map(line))],
    hooks: {
      drawClear: [(plot) => paintBands(plot, bands)],
      setCursor: [(plot) => tip.follow(plot, latest())],
    },
  };
}

function line({ label, color }: Series): uPlot.Series {
  return { label, stroke: token(color), width: 2, points: { show: false } };
}

function paintBands(plot: uPlot, bands: readonly Band[]): void {
  const { ctx, bbox } = plot;
  for (const { from, to, color } of bands) {
    const top = plot.valToPos(to, "y", true);
    const bottom = plot.valToPos(from, "y", true);
    ctx.fillStyle = token(color);
    ctx.fillRect(bbox.left, top, bbox.width, bottom - top);
  }
}
