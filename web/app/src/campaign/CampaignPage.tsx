import { useCampaign } from "@brasa/react";
import type { CampaignDetail } from "../api/types";
import { useResource } from "../api/useResource";
import { usePageTitle } from "../app/title";
import { ExecutionTail } from "../execution/ExecutionTail";
import { useText } from "../i18n/context";
import { LogTail } from "../log/LogTail";
import { Link } from "../router/Link";
import type { Params } from "../router/match";
import { ThroughputPanel } from "../throughput/ThroughputPanel";
import { Pending } from "../ui/Empty";
import { Panel } from "../ui/Panel";
import { ActionButtons } from "./ActionButtons";
import { CampaignDetails } from "./CampaignDetails";
import { CampaignFigures } from "./CampaignFigures";
import { CampaignSessions } from "./CampaignSessions";
import { FunnelPanel } from "./FunnelPanel";
import { StatusTag } from "./StatusTag";
import "./campaign.css";

export default function CampaignPage({ params }: { params: Params }) {
  const id = params.id ?? "";
  const text = useText();
  const live = useCampaign(id);
  const path = `/campaigns/${encodeURIComponent(id)}`;
  const { data, error, reload } = useResource<CampaignDetail>(path, { version: live });
  usePageTitle(live?.name ?? data?.name ?? text.campaign.one);
  if (!data) return <Pending error={error} reload={reload} />;
  const campaign = { ...data, ...live };
  const seeAll = (place: string) => (
    <Link className="small" href={`/${place}?campaign=${encodeURIComponent(id)}`}>
      {text.common.seeAll}
    </Link>
  );
  return (
    <div className="page">
      <header className="page-head">
        <div className="campaign-head">
          <h1>
            {campaign.name}
            <StatusTag status={campaign.status} />
          </h1>
          <p className="quiet">{campaign.description}</p>
        </div>
        <ActionButtons campaign={campaign} onDone={reload} />
      </header>
      <CampaignFigures campaign={campaign} />
      <div className="columns">
        <FunnelPanel campaignId={id} kind={campaign.kind} version={live} />
        <CampaignDetails campaign={campaign} />
      </div>
      <ThroughputPanel title={text.campaign.throughput} filter={{ campaignId: id }} />
      <CampaignSessions campaign={campaign} />
      <div className="columns even">
        <Panel title={text.campaign.latestLogs} aside={seeAll("logs")} flush>
          <LogTail campaignId={id} />
        </Panel>
        <Panel title={text.campaign.latestExecutions} aside={seeAll("executions")} flush>
          <ExecutionTail campaignId={id} />
        </Panel>
      </div>
    </div>
  );
}
