import { useBrasaClient } from "@brasa/react";
import { useFormat, useText } from "../i18n/context";
import { useNow } from "../ui/useNow";

/** "último evento há 12 s", counted every second. */
export function Freshness() {
  const client = useBrasaClient();
  const text = useText();
  const format = useFormat();
  // When the event arrived was noted by this device's clock.
  const now = useNow(1_000, Date.now);
  if (!client.lastEventAt) return <>{text.connection.noEvent}</>;
  const ago = format.relative(Math.min(0, client.lastEventAt - now));
  return <>{text.connection.lastEvent(ago)}</>;
}
