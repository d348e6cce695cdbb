import type uPlot from "uplot";
import { token } from "./token";

const HOUR = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" } as const;
/** Steps of an axis of counts: there is no half message. */
const WHOLE = [1, 2, 5, 10, 20, 25, 50, 100, 200, 250, 500, 1e3, 2e3, 2.5e3, 5e3, 1e4, 1e5, 1e6];

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
export function timeAxis(language: string, timeZone: string): uPlot.Axis {
  const hour = new Intl.DateTimeFormat(language, { timeZone, ...HOUR });
  const day = new Intl.DateTimeFormat(language, { timeZone, day: "2-digit", month: "short" });
  const write = (seconds: number) => {
    const text = hour.format(seconds * 1_000);
    return text === "00:00" ? day.format(seconds * 1_000) : text;
  };
  return {
    ...axis(),
    grid: { show: false },
    size: 30,
    space: 64,
    values: (_plot, ticks) => ticks.map(write),
  };
}

export function valueAxis(language: string, whole: boolean): uPlot.Axis {
  const number = new Intl.NumberFormat(language);
  return {
    ...axis(),
    size: 44,
    values: (_plot, ticks) => ticks.map((tick) => number.format(tick)),
    ...(whole ? { incrs: WHOLE } : {}),
  };
}
