import { useMemo, useState } from "react";
import type { HealthPoint, Page } from "../api/types";
import { useResource } from "../api/useResource";
import { TimeChart } from "../chart/TimeChart";
import type { Band } from "../chart/types";
import { useFormat, useText } from "../i18n/context";
import { Empty, Pending } from "../ui/Empty";
import { Panel } from "../ui/Panel";
import { Segments } from "../ui/Segments";

const SPANS = ["24", "168", "720"] as const;
const HOUR = 3_600_000;
const RANGE = [0, 100] as const;
const BANDS: readonly Band[] = [
  { from: 80, to: 100, color: "--ok-soft" },
  { from: 60, to: 80, color: "--info-soft" },
  { from: 40, to: 60, color: "--warn-soft" },
  { from: 0, to: 40, color: "--bad-soft" },
];

/** The score over time, on the bands that decide what the bot may do. */
export function HealthHistory({ sessionId, version }: { sessionId: string; version: unknown }) {
  const text = useText();
  const words = text.bot;
  const [hours, setHours] = useState<(typeof SPANS)[number]>("168");
  const path = `/sessions/${encodeURIComponent(sessionId)}/health-history`;
  const { data, error, reload } = useResource<Page<HealthPoint>>(path, {
    query: { hours },
    version,
    everyMs: 30_000,
  });
  const names = { "24": words.hours24, "168": words.days(7), "720": words.days(30) };
  const options = SPANS.map((span) => [span, names[span]] as const);
  return (
    <Panel
      title={words.history}
      aside={<Segments label={words.history} value={hours} options={options} onChange={setHours} />}
    >
      {!data && <Pending error={error} reload={reload} />}
      {data && data.items.length < 2 && <Empty icon="clock" title={words.noHistory} />}
      {data && data.items.length >= 2 && <HistoryChart points={data.items} hours={Number(hours)} />}
    </Panel>
  );
}

interface HistoryChartProps {
  points: readonly HealthPoint[];
  hours: number;
}

/** Over the whole span that was asked for, also where there are points of its end only. */
function HistoryChart({ points, hours }: HistoryChartProps) {
  const { bot: words } = useText();
  const format = useFormat();
  const times = useMemo(() => points.map((point) => Date.parse(point.at)), [points]);
  const series = useMemo(
    () => [
      { label: words.score, color: "--ink", values: points.map((point) => point.healthScore) },
    ],
    [points, words],
  );
  const last = points.at(-1);
  const since = (times.at(-1) ?? 0) - hours * HOUR;
  const summary = last
    ? words.curveSummary(format.decimal(last.healthScore, 1), format.decimal(last.qualitySigma, 2))
    : "";
  return (
    <TimeChart
      times={times}
      series={series}
      since={since}
      bands={BANDS}
      range={RANGE}
      summary={summary}
      height={200}
    />
  );
}
