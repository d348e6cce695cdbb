import type { Session } from "../api/types";
import { useFormat, useText } from "../i18n/context";

/** Why a bot is in its state and until when; of a provider's own code we know no more than it. */
export function useStateReason({ state, stateReason, heldUntil }: Session): string | undefined {
  const { bot: words } = useText();
  const format = useFormat();
  if (!stateReason || state === "healthy") return undefined;
  const code = state === "quarantined" ? "quarantine" : stateReason;
  const why = words.reason[code as keyof typeof words.reason] ?? words.byProvider(code);
  return heldUntil ? words.until(why, format.moment(heldUntil)) : why;
}

/** The channel as people call it; one of somebody's own keeps its name. */
export function useChannelName({ channel }: Session): string {
  const { bot: words } = useText();
  return words.channel[channel as keyof typeof words.channel] ?? channel;
}
