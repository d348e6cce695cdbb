import { useMemo, useState } from "react";
import type { ThroughputPoint } from "../api/types";
import { TimeChart } from "../chart/TimeChart";
import { useText } from "../i18n/context";
import { Pending } from "../ui/Empty";
import { Panel } from "../ui/Panel";
import { Segments } from "../ui/Segments";
import { type Span, type ThroughputFilter, useThroughput } from "./useThroughput";

interface ThroughputPanelProps {
  title: string;
  filter: ThroughputFilter;
}

/** Sends and failures over time. */
export function ThroughputPanel({ title, filter }: ThroughputPanelProps) {
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
      {data ? <ThroughputChart points={data} /> : <Pending error={error} reload={reload} />}
    </Panel>
  );
}

function ThroughputChart({ points }: { points: readonly ThroughputPoint[] }) {
  const { overview: words } = useText();
  const series = useMemo(
    () => [
      {
        label: words.sent,
        color: "--chart-sent",
        values: points.map((point) => point.sent),
        fill: true,
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
  return (
    <TimeChart
      times={times}
      series={series}
      summary={words.chartSummary(sent ?? 0, failed ?? 0)}
      height={190}
    />
  );
}
