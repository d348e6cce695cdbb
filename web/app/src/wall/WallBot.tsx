import type { Session } from "../api/types";
import { BotStateTag } from "../bot/BotStateTag";
import { needsAttention } from "../bot/order";
import { ScoreFigure } from "../bot/ScoreFigure";

export function WallBot({ bot }: { bot: Session }) {
  return (
    <li className={needsAttention(bot) ? "troubled" : undefined}>
      <strong className="clip">{bot.sessionName}</strong>
      <ScoreFigure health={bot.health} />
      <span>
        <BotStateTag bot={bot} />
      </span>
    </li>
  );
}
