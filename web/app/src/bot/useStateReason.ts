import type { Session } from "../api/types";
import { useText } from "../i18n/context";

/** Why a bot is in its state, in words; a provider's own reason is passed on as it is. */
export function useStateReason({ state, stateReason }: Session): string | undefined {
  const { bot: words } = useText();
  if (!stateReason || state === "healthy") return undefined;
  return words.reason[stateReason as keyof typeof words.reason] ?? stateReason;
}
