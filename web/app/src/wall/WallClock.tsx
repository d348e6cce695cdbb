import { useFormat } from "../i18n/context";
import { useNow } from "../ui/useNow";

/** The time of the organization, with its zone. */
export function WallClock() {
  const format = useFormat();
  const now = useNow();
  return (
    <time className="wall-clock" dateTime={new Date(now).toISOString()}>
      {format.time(now)} <small>{format.zone}</small>
    </time>
  );
}
