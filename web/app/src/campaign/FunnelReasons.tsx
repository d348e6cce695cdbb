import type { Funnel, FunnelReason } from "../api/types";
import { addressOf } from "../execution/filter";
import { useFormat, useText } from "../i18n/context";
import { Link } from "../router/Link";
import { Icon, type IconName } from "../ui/Icon";

const STATES = ["failed", "unknown", "skipped"] as const;
const ICONS: Record<FunnelReason["state"], [IconName, string]> = {
  failed: ["bad", "plain-bad"],
  unknown: ["unknown", "plain-warn"],
  skipped: ["skip", "quiet"],
};

/** Those who fell out of the funnel, by reason, each with a way to who they are. */
export function FunnelReasons({ campaignId, funnel }: { campaignId: string; funnel: Funnel }) {
  const text = useText();
  const format = useFormat();
  const none = STATES.every((state) => funnel[state] === 0);
  if (none) {
    return (
      <p className="quiet">
        <Icon name="ok" /> {text.funnel.noReasons}
      </p>
    );
  }
  return (
    <div className="funnel-reasons">
      {STATES.filter((state) => funnel[state] > 0).map((state) => {
        const [icon, tone] = ICONS[state];
        return (
          <section key={state}>
            <h3 className={tone}>
              <Icon name={icon} /> {text.funnel[state]}
              <strong>{format.number(funnel[state])}</strong>
            </h3>
            <ul>
              {funnel.reasons
                .filter((reason) => reason.state === state)
                .map((reason) => (
                  <li key={reason.code}>
                    <Link href={addressOf({ campaignId, state, reason: reason.code })}>
                      {reason.message}
                    </Link>
                    <span>{format.number(reason.count)}</span>
                  </li>
                ))}
            </ul>
          </section>
        );
      })}
    </div>
  );
}
