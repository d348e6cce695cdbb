import { useState } from "react";
import type { Execution } from "../api/types";
import { useFormat, useText } from "../i18n/context";
import { Link } from "../router/Link";
import { ExecutionDetail } from "./ExecutionDetail";
import { whenOf } from "./merge";
import { NextAttempt } from "./NextAttempt";
import { StateTag } from "./StateTag";
import { targetOf } from "./target";
import { waitsAgain } from "./waiting";
import "./execution.css";

export function ExecutionTable({ executions }: { executions: readonly Execution[] }) {
  const { execution: words } = useText();
  const [chosen, setChosen] = useState<Execution | null>(null);
  // What is looked at goes on changing, until it is in the list no more.
  const shown = executions.find((one) => one.executionId === chosen?.executionId) ?? chosen;
  return (
    <>
      <table className="grid-table execution-table">
        <thead>
          <tr>
            <th scope="col">{words.time}</th>
            <th scope="col">{words.state}</th>
            <th scope="col">{words.target}</th>
            <th scope="col">{words.campaign}</th>
            <th scope="col">{words.type}</th>
            <th scope="col">{words.reason}</th>
          </tr>
        </thead>
        <tbody>
          {executions.map((one) => (
            <ExecutionRow key={one.executionId} execution={one} onChoose={() => setChosen(one)} />
          ))}
        </tbody>
      </table>
      {chosen && shown && <ExecutionDetail execution={shown} onClose={() => setChosen(null)} />}
    </>
  );
}

function ExecutionRow({ execution, onChoose }: { execution: Execution; onChoose: () => void }) {
  const { execution: words } = useText();
  const format = useFormat();
  const at = whenOf(execution);
  return (
    <tr>
      <td className="nowrap">
        {at && (
          <time dateTime={at} title={format.full(at)}>
            {execution.executedAt ? format.stamp(at) : format.moment(at)}
          </time>
        )}
      </td>
      <td>
        <StateTag execution={execution} />
        {waitsAgain(execution) && (
          <div className="small quiet">
            <NextAttempt at={execution.scheduledAt} />
          </div>
        )}
      </td>
      <td>
        <button type="button" className="button bare execution-target" onClick={onChoose}>
          {targetOf(execution)}
        </button>
        {execution.attempt > 1 && (
          <span className="small quiet"> {words.attempt(execution.attempt)}</span>
        )}
      </td>
      <td className="execution-campaign">
        <Link href={`/campaigns/${encodeURIComponent(execution.campaignId)}`}>
          {execution.campaignName}
        </Link>
      </td>
      <td className="quiet execution-type">{words.types[execution.executionType]}</td>
      <td className="small quiet execution-reason">{execution.error?.message}</td>
    </tr>
  );
}
