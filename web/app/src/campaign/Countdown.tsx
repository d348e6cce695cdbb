import { useFormat, useText } from "../i18n/context";
import { useNow } from "../ui/useNow";

interface CountdownProps {
  at: string;
  /** The campaign's own zone. */
  timeZone: string;
}

/** When something happens and how long until then, with the zone named. */
export function Countdown({ at, timeZone }: CountdownProps) {
  const text = useText();
  const format = useFormat(timeZone);
  const left = Date.parse(at) - useNow();
  return (
    <time dateTime={at} title={format.full(at)}>
      {format.moment(at)} <span className="quiet small">({format.zone})</span>
      <br />
      <span className="quiet small">
        {left > 0 ? text.campaign.in(format.duration(left)) : text.common.now}
      </span>
    </time>
  );
}
