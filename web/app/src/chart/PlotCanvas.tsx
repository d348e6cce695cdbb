import { useConnection } from "@brasa/react";
import { useEffect, useRef, useState } from "react";
import { useLanguage } from "../i18n/context";
import { useOrganization } from "../organization/context";
import type { ChartData } from "./types";
import { useThemeTurn } from "./useThemeTurn";

type Plot = typeof import("./plot");

interface PlotCanvasProps extends ChartData {
  height: number;
  label: string;
}

/** The drawing itself; uPlot is fetched when the first chart is shown. */
export function PlotCanvas({ height, label, ...data }: PlotCanvasProps) {
  const holder = useRef<HTMLDivElement>(null);
  const [plot, setPlot] = useState<Plot>();
  const turn = useThemeTurn();
  const language = useLanguage();
  const { timezone } = useOrganization().organization;
  const shape = [data.columnMs, ...data.series.map((one) => one.label)].join("|");
  const latest = useRef(data);
  latest.current = data;
  const drawn = useRef<ReturnType<Plot["draw"]> | null>(null);

  const { status } = useConnection();
  useEffect(() => {
    if (plot || status !== "live") return;
    let wanted = true;
    const keep = (loaded: Plot) => wanted && setPlot(loaded);
    // A connection lost meanwhile is tried again when the status is live again.
    import("./plot").then(keep, () => undefined);
    return () => {
      wanted = false;
    };
  }, [plot, status]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: another theme or shape is another plot
  useEffect(() => {
    if (!plot || !holder.current) return;
    drawn.current = plot.draw(holder.current, latest.current, { height, language, timezone });
    return () => {
      drawn.current?.destroy();
      drawn.current = null;
    };
  }, [plot, turn, shape, height, language, timezone]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the rest only changes with these
  useEffect(() => drawn.current?.update(latest.current), [data.times, data.series]);

  return (
    <div
      ref={holder}
      className={data.onPick ? "plot pickable" : "plot"}
      style={{ height }}
      role="img"
      aria-label={label}
    />
  );
}
