import type { SessionDetail } from "../api/types";
import { useFormat, useText } from "../i18n/context";
import { Panel } from "../ui/Panel";

/** When the bot's state changed, and why; newest first. */
export function BotChanges({ changes }: { changes: SessionDetail["changes"] }) {
  const { bot: words } = useText();
  const format = useFormat();
  const newestFirst = [...changes].sort((a, b) => b.at.localeCompare(a.at));
  return (
    <Panel title={words.changes} flush>
      <ol className="tail">
        {newestFirst.map(({ at, from, to, reason }) => (
          <li key={at + to}>
            <time dateTime={at} title={format.full(at)} className="nowrap">
              {format.moment(at)}
            </time>
            <span>
              {words.state[from]} → <strong>{words.state[to]}</strong>
              <br />
              <span className="quiet">
                {from === "held" && reason === "score"
                  ? words.holdOver
                  : (words.reason[reason as keyof typeof words.reason] ?? words.byProvider(reason))}
              </span>
            </span>
          </li>
        ))}
        {changes.length === 0 && <li className="quiet">{words.noChanges}</li>}
      </ol>
    </Panel>
  );
}
