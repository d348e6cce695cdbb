import type uPlot from "uplot";
import type { ChartData } from "./types";

/** The figures under the pointer, beside it. */
export class Tip {
  readonly #element = document.createElement("div");
  readonly #number: Intl.NumberFormat;
  readonly #time: Intl.DateTimeFormat;

  constructor(language: string, timeZone: string) {
    this.#element.className = "plot-tip";
    this.#element.hidden = true;
    this.#number = new Intl.NumberFormat(language, { maximumFractionDigits: 1 });
    this.#time = new Intl.DateTimeFormat(language, {
      timeZone,
      day: "2-digit",
      month: "2-digit",
      hour: "2-digit",
      minute: "2-digit",
      hourCycle: "h23",
    });
  }

  follow(plot: uPlot, { times, series, columnMs }: ChartData): void {
    const { idx, left = -1 } = plot.cursor;
    const at = idx == null ? undefined : times[idx];
    this.#element.hidden = at === undefined || left < 0;
    if (at === undefined || idx == null) return;
    if (!this.#element.isConnected) plot.over.append(this.#element);
    const figures = series.map(
      ({ label, values }) => `${label}: ${this.#number.format(values[idx] ?? 0)}`,
    );
    const when = columnMs ? this.#time.formatRange(at, at + columnMs) : this.#time.format(at);
    this.#element.textContent = [when, ...figures].join("\n");
    const wide = this.#element.offsetWidth;
    // On the side where there is room, so that it does not hide what it tells of.
    const beside = left + 12 + wide > plot.over.clientWidth ? left - 12 - wide : left + 12;
    this.#element.style.left = `${Math.max(0, beside)}px`;
  }
}
