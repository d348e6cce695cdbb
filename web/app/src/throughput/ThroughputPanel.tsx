import { useMemo, useState } from "react";
import type { ThroughputPoint } from "../api/types";
import { TimeChart } from "../chart/TimeChart";
import { addressOf } from "../execution/filter";
import { useText } from "../i18n/context";
import { navigate } from "../router/location";
import { Pending } from "../ui/Empty";
import { Panel } from "../ui/Panel";
import { Segments } from "../ui/Segments";
import { type Span, stepOf, type ThroughputFilter, useThroughput } from "./useThroughput";

const isoOf = (at: number) => new Date(at).toISOString();

interface ThroughputPanelProps {
  title: string;
  filter: ThroughputFilter;
  /** Of the drawing, px. */
  height?: number;
}

/** Sends and failures over time. */
export function ThroughputPanel({ title, filter, height = 190 }: ThroughputPanelProps) {
  const { overview: words } = useText();
  const [span, setSpan] = useState<Span>("hour");
  const { data, error, reload } = useThroughput(span, filter);
  const spans = [
    ["hour", words.lastHour],
    ["day", words.lastDay],
    ["week", words.lastWeek],
  ] as const;
  return (
    <Panel
      title={title}
      aside={<Segments label={title} value={span} options={spans} onChange={setSpan} />}
    >
      {data ? (
        <ThroughputChart points={data} stepMs={stepOf(span)} filter={filter} height={height} />
      ) : (
        <Pending error={error} reload={reload} />
      )}
    </Panel>
  );
}

interface ThroughputChartProps {
  points: readonly ThroughputPoint[];
  stepMs: number;
  filter: ThroughputFilter;
  height: number;
}

/** A column opens the executions it counts. */
function ThroughputChart({ points, stepMs, filter, height }: ThroughputChartProps) {
  const { overview: words } = useText();
  const series = useMemo(
    () => [
      {
        label: words.sent,
        color: "--chart-sent",
        values: points.map((point) => point.sent),
      },
      {
        label: words.failedSeries,
        color: "--chart-failed",
        values: points.map((point) => point.failed),
      },
    ],
    [points, words],
  );
  const times = useMemo(() => points.map((point) => Date.parse(point.at)), [points]);
  const total = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);
  const [sent, failed] = series.map((one) => total(one.values));
  const open = (from: number) =>
    navigate(addressOf({ ...filter, since: isoOf(from), until: isoOf(from + stepMs) }));
  return (
    <TimeChart
      times={times}
      series={series}
      columnMs={stepMs}
      onPick={open}
      summary={words.chartSummary(sent ?? 0, failed ?? 0)}
      height={height}
    />
  );
}
