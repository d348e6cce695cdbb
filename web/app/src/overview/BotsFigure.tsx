import type { Session } from "../api/types";
import { needsAttention } from "../bot/order";
import { useText } from "../i18n/context";
import { Figure } from "../ui/Figure";

/** How many bots are healthy, and how it stands with the others. */
export function BotsFigure({ bots }: { bots: readonly Session[] | undefined }) {
  const { bot: words } = useText();
  if (!bots) return <Figure label={words.healthyOnes} value="–" />;
  const troubled = bots.filter(needsAttention).length;
  const watched = bots.filter((bot) => bot.enabled && bot.state === "watch").length;
  const disabled = bots.filter((bot) => !bot.enabled).length;
  const notes = [
    troubled > 0 && words.attention(troubled),
    watched > 0 && words.watched(watched),
    disabled > 0 && words.off(disabled),
  ].filter(Boolean);
  return (
    <Figure
      label={words.healthyOnes}
      value={String(bots.length - troubled - watched - disabled)}
      unit={`/ ${bots.length}`}
      tone={troubled > 0 ? "bad" : undefined}
    >
      {notes.length > 0 ? notes.join(" · ") : bots.length > 0 ? words.allWell : words.empty}
    </Figure>
  );
}
