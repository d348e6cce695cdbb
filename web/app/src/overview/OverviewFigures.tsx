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
  /** Undefined until they are known; then no figure says "nothing". */
  campaigns: readonly Campaign[] | undefined;
  bots: readonly Session[] | undefined;
}

/** The day in six figures. */
export function OverviewFigures({ campaigns, bots }: OverviewFiguresProps) {
  const { overview: words, campaign } = useText();
  const format = useFormat();
  const totals = useMemo(() => campaigns && totalsOf(campaigns), [campaigns]);
  const { sentToday, leftToday = 0, unknown = 0 } = totals ?? {};
  const count = (value: number | undefined) => (value === undefined ? "–" : format.number(value));
  const rate = useRate(EVERYONE);
  const today = useToday();
  const { sent, delivered, failed } = useMemo(() => sumOf(today ?? []), [today]);
  return (
    <dl className="figures">
      <Figure label={words.sentToday} value={count(sentToday)}>
        {totals && (leftToday > 0 ? words.leftToday(leftToday) : words.nothingLeft)}
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
        value={count(today && failed)}
        tone={failed > 0 ? "bad" : undefined}
      >
        {sent + failed > 0 ? words.failedNote(format.share(failed, sent + failed)) : words.noneSent}
      </Figure>
      <Figure
        label={words.unknown}
        value={count(totals?.unknown)}
        tone={unknown > 0 ? "warn" : undefined}
      >
        {totals && (unknown > 0 ? words.unknownNote : words.unknownNone)}
      </Figure>
      <BotsFigure bots={bots} />
    </dl>
  );
}
