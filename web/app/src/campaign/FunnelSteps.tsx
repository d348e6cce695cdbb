import type { Funnel } from "../api/types";
import { useFormat, useText } from "../i18n/context";
import { Link } from "../router/Link";

const STEPS = ["total", "sent", "delivered", "read"] as const;

/** The four steps a message takes, each a part of the one above; a step opens its recipients. */
export function FunnelSteps({ campaignId, funnel }: { campaignId: string; funnel: Funnel }) {
  const text = useText();
  const format = useFormat();
  const { pending, scheduled, sending } = funnel;
  return (
    <div>
      <ol className="funnel-steps">
        {STEPS.map((step) => (
          <li key={step}>
            <Link href={linkOf(campaignId, step)}>
              <span className="funnel-label">
                {text.funnel[step]}
                <strong>{format.number(funnel[step])}</strong>
              </span>
              <span className={`funnel-bar ${step}`}>
                <span style={{ width: `${(100 * funnel[step]) / Math.max(1, funnel.total)}%` }} />
              </span>
              <span className="small quiet">
                {text.funnel.ofTotal(format.share(funnel[step], funnel.total))}
              </span>
            </Link>
          </li>
        ))}
      </ol>
      <p className="small quiet">
        {text.funnel.waiting}: {format.number(pending)} {text.funnel.pending},{" "}
        {format.number(scheduled)} {text.funnel.scheduled}, {format.number(sending)}{" "}
        {text.funnel.sending}.
      </p>
    </div>
  );
}

function linkOf(campaignId: string, step: (typeof STEPS)[number]): string {
  const campaign = encodeURIComponent(campaignId);
  return `/executions?campaign=${campaign}${step === "total" ? "" : `&state=${step}`}`;
}
