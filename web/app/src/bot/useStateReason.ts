import type { Session } from "../api/types";
import { useText } from "../i18n/context";

/** Why a bot is in its state, in words; of a provider's own code we know no more than the code. */
export function useStateReason({ state, stateReason }: Session): string | undefined {
  const { bot: words } = useText();
  if (!stateReason || state === "healthy") return undefined;
  return words.reason[stateReason as keyof typeof words.reason] ?? words.byProvider(stateReason);
}
