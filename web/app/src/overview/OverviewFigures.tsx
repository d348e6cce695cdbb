import { useMemo } from "react";
import type { Campaign, Session } from "../api/types";
import { needsAttention } from "../bot/order";
import { useFormat, useText } from "../i18n/context";
import { useRate } from "../throughput/useRate";
import { Figure } from "../ui/Figure";
import { totalsOf } from "./totals";

const EVERYONE = {};

interface OverviewFiguresProps {
  campaigns: readonly Campaign[];
  bots: readonly Session[];
}

/** The day in six figures. */
export function OverviewFigures({ campaigns, bots }: OverviewFiguresProps) {
  const text = useText();
  const words = text.overview;
  const format = useFormat();
  const totals = useMemo(() => totalsOf(campaigns), [campaigns]);
  const rate = useRate(EVERYONE);
  const troubled = bots.filter(needsAttention).length;
  const { sentToday, targetToday, sent, delivered, failed, unknown } = totals;
  return (
    <dl className="figures">
      <Figure label={words.sentToday} value={format.number(sentToday)}>
        {words.ofTarget(format.number(targetToday))}
      </Figure>
      <Figure
        label={words.rateNow}
        value={rate === undefined ? "–" : format.decimal(rate, 1)}
        unit={text.campaign.perMinute}
      >
        {words.rateNote}
      </Figure>
      <Figure label={words.delivered} value={format.share(delivered, sent)}>
        {words.deliveredNote}
      </Figure>
      <Figure
        label={words.failed}
        value={format.number(failed)}
        tone={failed > 0 ? "bad" : undefined}
      >
        {words.failedNote(format.share(failed, sent + failed))}
      </Figure>
      <Figure
        label={words.unknown}
        value={format.number(unknown)}
        tone={unknown > 0 ? "warn" : undefined}
      >
        {unknown > 0 && words.unknownNote}
      </Figure>
      <Figure
        label={text.bot.title}
        value={String(bots.length - troubled)}
        unit={`/ ${bots.length}`}
        tone={troubled > 0 ? "bad" : undefined}
      >
        {troubled > 0 ? text.bot.attention(troubled) : text.bot.allWell}
      </Figure>
    </dl>
  );
}
