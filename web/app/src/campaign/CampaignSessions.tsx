import type { CampaignSession } from "../api/types";
import { useFormat, useText } from "../i18n/context";
import { Link } from "../router/Link";
import { Panel } from "../ui/Panel";
import { Tag } from "../ui/Tag";

/** The bots that send this campaign, and what holds each back. */
export function CampaignSessions({ sessions }: { sessions: readonly CampaignSession[] }) {
  const text = useText();
  const format = useFormat();
  return (
    <Panel title={text.campaign.sessionsOf} flush>
      <table className="grid-table">
        <thead>
          <tr>
            <th scope="col">{text.execution.session}</th>
            <th scope="col">{text.campaign.state}</th>
            <th scope="col" className="number">
              {text.campaign.today}
            </th>
          </tr>
        </thead>
        <tbody>
          {sessions.map((one) => (
            <tr key={one.sessionId}>
              <td>
                <Link href={`/bots/${encodeURIComponent(one.sessionId)}`}>{one.sessionName}</Link>
              </td>
              <td>
                {one.active ? (
                  <Tag tone="ok" icon="ok">
                    {text.campaign.status.active}
                  </Tag>
                ) : (
                  <Tag tone="warn" icon="pause">
                    {one.reason ?? text.campaign.status.waiting}
                  </Tag>
                )}
              </td>
              <td className="number">
                {format.number(one.sentToday)}
                <span className="quiet">/{format.number(one.targetToday)}</span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Panel>
  );
}
