import type { ReactNode } from "react";
import type { Campaign, Funnel } from "../api/types";
import { addressOf } from "../execution/filter";
import { useFormat, useText } from "../i18n/context";
import { Link } from "../router/Link";

const STEPS = ["total", "sent", "delivered", "read"] as const;
type Step = (typeof STEPS)[number];

interface FunnelProps {
  campaignId: string;
  kind: Campaign["kind"];
  funnel: Funnel;
}

/** The four steps a message takes, each a part of the one above; a step opens its recipients. */
export function FunnelSteps({ campaignId, kind, funnel }: FunnelProps) {
  return (
    <div>
      <ol className="funnel-steps">
        {STEPS.map((step) => (
          <li key={step}>
            <StepLink campaignId={campaignId} step={step}>
              <FunnelStep step={step} kind={kind} funnel={funnel} />
            </StepLink>
          </li>
        ))}
      </ol>
      <Waiting funnel={funnel} />
    </div>
  );
}

/** All recipients stand in no one list: those not sent yet are not executions. */
function StepLink({ campaignId, step, children }: StepLinkProps) {
  if (step === "total") return <div className="funnel-step">{children}</div>;
  return (
    <Link className="funnel-step" href={addressOf({ campaignId, reached: step })}>
      {children}
    </Link>
  );
}

interface StepLinkProps {
  campaignId: string;
  step: Step;
  children: ReactNode;
}

interface FunnelStepProps {
  step: Step;
  kind: Campaign["kind"];
  funnel: Funnel;
}

/** Between one's own accounts nobody is a recipient: there are only messages. */
function FunnelStep({ step, kind, funnel }: FunnelStepProps) {
  const { funnel: words } = useText();
  const format = useFormat();
  const share = format.share(funnel[step], funnel.total);
  return (
    <>
      <span className="funnel-label">
        {step === "total" && kind !== "external" ? words.messages : words[step]}
        <span>
          <strong>{format.number(funnel[step])}</strong>
          {step !== "total" && <span className="small quiet"> {share}</span>}
        </span>
      </span>
      <span className={`funnel-bar ${step}`}>
        <span style={{ width: `${(100 * funnel[step]) / Math.max(1, funnel.total)}%` }} />
      </span>
    </>
  );
}

/** Those who are still to be written to, by how far their turn is. */
function Waiting({ funnel }: { funnel: Funnel }) {
  const text = useText();
  const waiting = (["pending", "scheduled", "sending"] as const).filter((one) => funnel[one] > 0);
  if (waiting.length === 0) return null;
  return (
    <p className="small quiet">
      {text.funnel.waiting}:{" "}
      {waiting.map((state, index) => (
        <span key={state}>
          {index > 0 && ", "}
          {text.funnel.waitingFor[state](funnel[state])}
        </span>
      ))}
      .
    </p>
  );
}
