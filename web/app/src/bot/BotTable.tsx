import type { Session } from "../api/types";
import { useFormat, useText } from "../i18n/context";
import { Link } from "../router/Link";
import { useNow } from "../ui/useNow";
import { BotStateTag } from "./BotStateTag";
import { deliveryOf } from "./delivery";
import { ScoreFigure } from "./ScoreFigure";
import { useChannelName, useStateReason } from "./useStateReason";

/** Bots as rows; as cards where the screen is narrow. */
export function BotTable({ bots, compact }: { bots: readonly Session[]; compact: boolean }) {
  const { bot: words } = useText();
  const now = useNow(5_000);
  return (
    <table className={`grid-table bot-table ${compact ? "compact" : ""}`}>
      <thead>
        <tr>
          <th scope="col">{words.one}</th>
          <th scope="col">{words.score}</th>
          <th scope="col">{words.sigma}</th>
          <th scope="col" className="number">
            {words.delivery}
          </th>
          <th scope="col" className="number">
            {words.perDay}
          </th>
          <th scope="col" className="number">
            {words.today}
          </th>
        </tr>
      </thead>
      <tbody>
        {bots.map((bot) => (
          <BotRow key={bot.sessionId} bot={bot} now={now} />
        ))}
      </tbody>
    </table>
  );
}

function BotRow({ bot, now }: { bot: Session; now: number }) {
  const { bot: words } = useText();
  const format = useFormat();
  const { health } = bot;
  const channel = useChannelName(bot);
  const age = format.relative(Math.min(0, Date.parse(health.lastUpdated) - now));
  return (
    <tr>
      <td className="bot-name">
        <Link href={`/bots/${encodeURIComponent(bot.sessionId)}`}>{bot.sessionName}</Link>{" "}
        <BotStateTag bot={bot} />
        <p className="small quiet">{useStateReason(bot) ?? channel}</p>
      </td>
      <td className="bot-score">
        <ScoreFigure health={health} />
        {health.evidence !== "none" && <p className="small quiet">{words.updated(age)}</p>}
      </td>
      <td data-label={words.sigma}>{words.sigmaOf(format.decimal(health.qualitySigma, 2))}</td>
      <td className="number" data-label={words.delivery}>
        {deliveryOf(health, format)}
      </td>
      <td className="number" data-label={words.perDay}>
        {format.decimal(health.messagesPerDay, 1)}
      </td>
      <td className="number" data-label={words.today}>
        {format.number(bot.sentToday)}
        {bot.capToday !== undefined && (
          <span className="quiet">/{format.number(bot.capToday)}</span>
        )}
      </td>
    </tr>
  );
}
