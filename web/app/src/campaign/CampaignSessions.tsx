import type { CampaignDetail, CampaignSession } from "../api/types";
import { useFormat, useText } from "../i18n/context";
import { Link } from "../router/Link";
import { Panel } from "../ui/Panel";
import { Tag } from "../ui/Tag";

/** The bots that send this campaign, and what holds each back; of an ended one, what each sent. */
export function CampaignSessions({ campaign }: { campaign: CampaignDetail }) {
  const text = useText();
  const format = useFormat();
  const ended = campaign.status === "stopped";
  return (
    <Panel title={text.campaign.sessionsOf} flush>
      <table className="grid-table">
        <thead>
          <tr>
            <th scope="col">{text.execution.session}</th>
            {!ended && <th scope="col">{text.campaign.state}</th>}
            <th scope="col" className="number">
              {text.campaign.today}
            </th>
          </tr>
        </thead>
        <tbody>
          {campaign.sessions.map((one) => (
            <tr key={one.sessionId}>
              <td>
                <Link href={`/bots/${encodeURIComponent(one.sessionId)}`}>{one.sessionName}</Link>
              </td>
              {!ended && (
                <td>
                  <SessionTag session={one} />
                </td>
              )}
              <td className="number">
                {format.number(one.sentToday)}
                {!ended && <span className="quiet">/{format.number(one.targetToday)}</span>}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Panel>
  );
}

/** Reaching a target is good news; everything else that holds a bot back wants a look. */
function SessionTag({ session: { active, reason } }: { session: CampaignSession }) {
  const { campaign: words } = useText();
  if (active) {
    return (
      <Tag tone="ok" icon="ok">
        {words.canSend}
      </Tag>
    );
  }
  const known = reason ? words.blocked[reason] : words.status.waiting;
  return reason === "target_reached" ? (
    <Tag tone="info" icon="ok">
      {known}
    </Tag>
  ) : (
    <Tag tone="warn" icon="pause">
      {known}
    </Tag>
  );
}
