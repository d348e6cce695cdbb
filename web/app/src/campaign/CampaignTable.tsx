import type { Campaign } from "../api/types";
import { useFormat, useText } from "../i18n/context";
import { Link } from "../router/Link";
import { ProgressBar } from "./ProgressBar";
import { StatusTag } from "./StatusTag";
import "./campaign.css";

/** Campaigns as rows; as cards where the screen is narrow. */
export function CampaignTable({ campaigns }: { campaigns: readonly Campaign[] }) {
  const { campaign: words } = useText();
  return (
    <table className="grid-table campaign-table">
      <thead>
        <tr>
          <th scope="col">{words.name}</th>
          <th scope="col">{words.state}</th>
          <th scope="col">{words.progress}</th>
          <th scope="col" className="number">
            {words.today}
          </th>
          <th scope="col" className="number">
            {words.sessions}
          </th>
          <th scope="col">{words.eta}</th>
        </tr>
      </thead>
      <tbody>
        {campaigns.map((campaign) => (
          <CampaignRow key={campaign.campaignId} campaign={campaign} />
        ))}
      </tbody>
    </table>
  );
}

function CampaignRow({ campaign }: { campaign: Campaign }) {
  const format = useFormat();
  const { campaign: words } = useText();
  const { progress, sentToday, targetToday, activeSessions, totalSessions } = campaign;
  // An ended campaign has no target any more, and nobody sends for it.
  const ended = campaign.status === "stopped";
  return (
    <tr>
      <td className="campaign-name">
        <Link href={`/campaigns/${encodeURIComponent(campaign.campaignId)}`}>{campaign.name}</Link>
        <p className="small quiet">{campaign.description}</p>
      </td>
      <td className="campaign-status">
        <StatusTag status={campaign.status} />
      </td>
      <td className="campaign-progress">
        <ProgressBar campaign={campaign} withWords />
      </td>
      <td className="number" data-label={words.today}>
        {format.number(sentToday)}
        {!ended && <span className="quiet">/{format.number(targetToday)}</span>}
      </td>
      <td className="number" data-label={words.sessions}>
        {!ended && activeSessions}
        <span className="quiet">{ended ? totalSessions : `/${totalSessions}`}</span>
      </td>
      <td className="nowrap" data-label={words.eta}>
        {progress.eta ? format.moment(progress.eta) : <span className="quiet">–</span>}
      </td>
    </tr>
  );
}
