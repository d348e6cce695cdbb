import { usePageTitle } from "../app/title";
import { useBotList } from "../bot/useBotList";
import { CampaignTable } from "../campaign/CampaignTable";
import { NoCampaigns } from "../campaign/NoCampaigns";
import { useCampaignList } from "../campaign/useCampaignList";
import { ExecutionTail } from "../execution/ExecutionTail";
import { useText } from "../i18n/context";
import { LogTail } from "../log/LogTail";
import { Link } from "../router/Link";
import { ThroughputPanel } from "../throughput/ThroughputPanel";
import { Pending } from "../ui/Empty";
import { Panel } from "../ui/Panel";
import { Attention } from "./Attention";
import { OverviewFigures } from "./OverviewFigures";

const EVERYONE = {};

export default function OverviewPage() {
  const text = useText();
  const { data: campaigns, error, reload } = useCampaignList();
  usePageTitle(text.overview.title);
  const { data: bots } = useBotList();
  const seeAll = (href: string) => (
    <Link className="small" href={href}>
      {text.common.seeAll}
    </Link>
  );
  return (
    <div className="page">
      <h1 className="unseen">{text.overview.title}</h1>
      <OverviewFigures campaigns={campaigns} bots={bots} />
      <div className="columns">
        <ThroughputPanel title={text.overview.throughput} filter={EVERYONE} />
        <Attention campaigns={campaigns} bots={bots} />
      </div>
      <Panel title={text.campaign.title} aside={seeAll("/campaigns")} flush>
        {!campaigns && <Pending error={error} reload={reload} />}
        {campaigns && campaigns.length > 0 && <CampaignTable campaigns={campaigns.slice(0, 8)} />}
        {campaigns?.length === 0 && <NoCampaigns />}
      </Panel>
      <div className="columns even">
        <Panel title={text.overview.latestLogs} aside={seeAll("/logs")} flush>
          <LogTail />
        </Panel>
        <Panel title={text.overview.latestExecutions} aside={seeAll("/executions")} flush>
          <ExecutionTail />
        </Panel>
      </div>
    </div>
  );
}
