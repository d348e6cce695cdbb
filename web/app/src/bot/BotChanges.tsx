import { useState } from "react";
import type { SessionDetail } from "../api/types";
import { useFormat, useText } from "../i18n/context";
import { Panel } from "../ui/Panel";

type Change = SessionDetail["changes"][number];
/** A bot that a provider keeps holding changes twice a minute. */
const SHOWN = 8;

/** When the bot's state changed, and why; newest first. */
export function BotChanges({ changes }: { changes: SessionDetail["changes"] }) {
  const text = useText();
  const words = text.bot;
  const [all, setAll] = useState(false);
  const newestFirst = [...changes].sort((a, b) => b.at.localeCompare(a.at));
  return (
    <Panel title={words.changes} flush>
      <ol className="tail">
        {newestFirst.slice(0, all ? undefined : SHOWN).map((change) => (
          <ChangeRow key={change.at + change.to} change={change} />
        ))}
        {changes.length === 0 && <li className="quiet">{words.noChanges}</li>}
      </ol>
      {!all && changes.length > SHOWN && (
        <button type="button" className="button bare" onClick={() => setAll(true)}>
          {text.common.more}
        </button>
      )}
    </Panel>
  );
}

function ChangeRow({ change: { at, from, to, reason } }: { change: Change }) {
  const { bot: words } = useText();
  const format = useFormat();
  return (
    <li>
      <time dateTime={at} title={format.full(at)} className="nowrap">
        {format.moment(at)}
      </time>
      <span>
        {words.state[from]} → <strong>{words.state[to]}</strong>
        <br />
        <span className="quiet">
          {words.reason[codeOf(from, to, reason)] ?? words.byProvider(reason)}
        </span>
      </span>
    </li>
  );
}

/** The score alone says too little of where a quarantine begins and a hold ends. */
function codeOf(from: Change["from"], to: Change["to"], reason: string) {
  let code = reason;
  if (reason === "score" && to === "quarantined") code = "quarantine";
  else if (reason === "score" && from === "held") code = "hold_over";
  return code as keyof ReturnType<typeof useText>["bot"]["reason"];
}
