import { useMemo } from "react";
import type { Campaign, Session } from "../api/types";
import { useFormat, useText } from "../i18n/context";
import { useRate } from "../throughput/useRate";
import { useToday } from "../throughput/useToday";
import { Figure } from "../ui/Figure";
import { BotsFigure } from "./BotsFigure";
import { sumOf, totalsOf } from "./totals";

const EVERYONE = {};

interface OverviewFiguresProps {
  campaigns: readonly Campaign[];
  bots: readonly Session[];
}

/** The day in six figures. */
export function OverviewFigures({ campaigns, bots }: OverviewFiguresProps) {
  const { overview: words, campaign } = useText();
  const format = useFormat();
  const { sentToday, leftToday, unknown } = useMemo(() => totalsOf(campaigns), [campaigns]);
  const rate = useRate(EVERYONE);
  const today = useToday();
  const { sent, delivered, failed } = useMemo(() => sumOf(today ?? []), [today]);
  return (
    <dl className="figures">
      <Figure label={words.sentToday} value={format.number(sentToday)}>
        {leftToday > 0 ? words.leftToday(leftToday) : words.nothingLeft}
      </Figure>
      <Figure
        label={words.rateNow}
        value={rate === undefined ? "–" : format.decimal(rate, 1)}
        unit={campaign.perMinute}
      >
        {words.rateNote}
      </Figure>
      <Figure label={words.delivered} value={format.share(delivered, sent)}>
        {words.deliveredNote}
      </Figure>
      <Figure
        label={words.failed}
        value={today ? format.number(failed) : "–"}
        tone={failed > 0 ? "bad" : undefined}
      >
        {words.failedNote(format.share(failed, sent + failed))}
      </Figure>
      <Figure
        label={words.unknown}
        value={format.number(unknown)}
        tone={unknown > 0 ? "warn" : undefined}
      >
        {unknown > 0 ? words.unknownNote : words.unknownNone}
      </Figure>
      <BotsFigure bots={bots} />
    </dl>
  );
}
