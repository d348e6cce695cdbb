import type { Execution } from "../api/types";
import { useFormat, useText } from "../i18n/context";
import { Dialog } from "../ui/Dialog";
import { NextAttempt } from "./NextAttempt";
import { StateTag } from "./StateTag";
import { targetOf } from "./target";
import { waitsAgain } from "./waiting";

const MOMENTS = ["scheduledAt", "executedAt", "deliveredAt", "readAt"] as const;

/** One execution in full: to whom, what, and when each step happened. */
export function ExecutionDetail({
  execution,
  onClose,
}: {
  execution: Execution;
  onClose: () => void;
}) {
  const text = useText();
  const words = text.execution;
  const format = useFormat();
  const { contactPhone, error, messageContent } = execution;
  const waits = waitsAgain(execution);
  return (
    <Dialog title={targetOf(execution)} onClose={onClose}>
      <dl className="facts">
        <dt>{words.state}</dt>
        <dd>
          <StateTag execution={execution} />
        </dd>
        {error && (
          <>
            <dt>{words.reason}</dt>
            <dd>
              {error.message} <code className="quiet">{error.code}</code>
            </dd>
          </>
        )}
        {contactPhone && (
          <>
            <dt>{words.target}</dt>
            <dd>{contactPhone}</dd>
          </>
        )}
        <dt>{words.campaign}</dt>
        <dd>{execution.campaignName}</dd>
        {waits && (
          <>
            <dt>{words.nextAttempt}</dt>
            <dd>
              <NextAttempt at={execution.scheduledAt} />
            </dd>
          </>
        )}
        {MOMENTS.map((moment) => {
          const at = waits && moment === "scheduledAt" ? undefined : execution[moment];
          return (
            at && (
              <div key={moment} style={{ display: "contents" }}>
                <dt>{waits && moment === "executedAt" ? words.lastAttempt : words[moment]}</dt>
                <dd>{format.full(at)}</dd>
              </div>
            )
          );
        })}
        <dt>{words.id}</dt>
        <dd>
          <code>{execution.executionId}</code>
        </dd>
      </dl>
      {messageContent && <p className="execution-message">{messageContent}</p>}
      <div className="buttons">
        <button type="button" className="button primary" onClick={onClose}>
          {text.common.close}
        </button>
      </div>
    </Dialog>
  );
}
