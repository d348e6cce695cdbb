import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import type { Band, ChartData, Series } from "./types";

interface Drawing {
  update(times: readonly number[], series: readonly Series[]): void;
  destroy(): void;
}

interface Setting {
  /** Px. */
  height: number;
  language: string;
  timezone: string;
}

/** Draws a chart into an element and keeps it as wide as that element. */
export function draw(holder: HTMLElement, data: ChartData, setting: Setting): Drawing {
  const width = holder.clientWidth;
  const plot = new uPlot(options(data, { ...setting, width }), aligned(data), holder);
  const observer = new ResizeObserver(() => {
    const wide = holder.clientWidth;
    if (wide > 0 && wide !== plot.width) plot.setSize({ width: wide, height: setting.height });
  });
  observer.observe(holder);
  return {
    update: (times, series) => plot.setData(aligned({ times, series })),
    destroy: () => {
      observer.disconnect();
      plot.destroy();
    },
  };
}

/** uPlot counts time in seconds. */
function aligned({ times, series }: ChartData): uPlot.AlignedData {
  return [times.map((at) => at / 1_000), ...series.map(({ values }) => [...values])];
}

function options(
  data: ChartData,
  { width, height, language, timezone }: Setting & { width: number },
): uPlot.Options {
  const number = new Intl.NumberFormat(language);
  const range = data.range;
  return {
    width,
    height,
    padding: [8, 18, 0, 0],
    legend: { show: false },
    cursor: { y: false, points: { size: 7 } },
    tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1_000), timezone),
    scales: {
      y: { range: range ? [...range] : (_plot, _low, high) => [0, Math.max(4, high * 1.1)] },
    },
    axes: [
      timeAxis(language, timezone),
      { ...axis(), size: 44, values: (_plot, ticks) => ticks.map((tick) => number.format(tick)) },
    ],
    series: [{}, ...data.series.map(line)],
    hooks: { drawClear: [(plot) => paintBands(plot, data.bands ?? [])] },
  };
}

function line({ label, color, fill }: Series): uPlot.Series {
  const stroke = token(color);
  return {
    label,
    stroke,
    width: 2,
    points: { show: false },
    ...(fill ? { fill: `color-mix(in srgb, ${stroke} 18%, transparent)` } : {}),
  };
}

function axis(): uPlot.Axis {
  return {
    stroke: token("--ink-2"),
    font: `12px ${token("--font")}`,
    grid: { stroke: token("--chart-grid"), width: 1 },
    ticks: { show: false },
    gap: 6,
  };
}

/** Hours along the bottom; where a day begins, the day. */
function timeAxis(language: string, timeZone: string): uPlot.Axis {
  const hour = new Intl.DateTimeFormat(language, { timeZone, ...HOUR });
  const day = new Intl.DateTimeFormat(language, { timeZone, day: "2-digit", month: "short" });
  const write = (seconds: number) => {
    const text = hour.format(seconds * 1_000);
    return text === "00:00" ? day.format(seconds * 1_000) : text;
  };
  return { ...axis(), size: 30, space: 64, values: (_plot, ticks) => ticks.map(write) };
}

const HOUR = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" } as const;

function paintBands(plot: uPlot, bands: readonly Band[]): void {
  const { ctx, bbox } = plot;
  for (const { from, to, color } of bands) {
    const top = plot.valToPos(to, "y", true);
    const bottom = plot.valToPos(from, "y", true);
    ctx.fillStyle = token(color);
    ctx.fillRect(bbox.left, top, bbox.width, bottom - top);
  }
}

function token(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}
