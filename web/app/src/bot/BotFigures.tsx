import type { Session } from "../api/types";
import { useFormat, useText } from "../i18n/context";
import { Figure } from "../ui/Figure";
import { useNow } from "../ui/useNow";
import { deliveryOf } from "./delivery";
import { ScoreFigure } from "./ScoreFigure";

/** The score with its freshness, and the figures behind it. */
export function BotFigures({ bot }: { bot: Session }) {
  const { bot: words } = useText();
  const format = useFormat();
  const now = useNow(1_000);
  const { health } = bot;
  const age = format.relative(Math.min(0, Date.parse(health.lastUpdated) - now));
  return (
    <dl className="figures">
      <Figure label={words.score} plain>
        <ScoreFigure health={health} />
        {health.evidence !== "none" && <div className="note">{words.updated(age)}</div>}
      </Figure>
      <Figure label={words.sigma} value={format.decimal(health.qualitySigma, 2)} unit="σ">
        {words.evidence[health.evidence]}
      </Figure>
      <Figure label={words.delivery} value={deliveryOf(health, format)} />
      <Figure label={words.perDay} value={format.decimal(health.messagesPerDay, 1)} />
      <Figure
        label={words.today}
        value={format.number(bot.sentToday)}
        unit={bot.capToday === undefined ? "" : `/ ${format.number(bot.capToday)}`}
      />
    </dl>
  );
}
