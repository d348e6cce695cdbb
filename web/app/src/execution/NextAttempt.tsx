import { useFormat, useText } from "../i18n/context";
import { useNow } from "../ui/useNow";

/** When a message that waits is tried again, and how long until then. */
export function NextAttempt({ at }: { at: string | undefined }) {
  const text = useText();
  const format = useFormat();
  const now = useNow();
  if (!at) return text.execution.noTimeYet;
  const left = Date.parse(at) - now;
  return (
    <time dateTime={at} title={format.full(at)}>
      {format.moment(at)}, {left > 0 ? format.relative(left) : text.common.now}
    </time>
  );
}
