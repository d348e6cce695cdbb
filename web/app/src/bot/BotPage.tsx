import { useBotHealth } from "@brasa/react";
import type { SessionDetail } from "../api/types";
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
import { BotChanges } from "./BotChanges";
import { BotFigures } from "./BotFigures";
import { BotStateTag } from "./BotStateTag";
import { ComponentPush } from "./ComponentPush";
import { GaussianCurve } from "./GaussianCurve";
import { HealthHistory } from "./HealthHistory";
import { ReleaseButton } from "./ReleaseButton";
import { useChannelName, useStateReason } from "./useStateReason";
import { withHealth } from "./withHealth";
import "./bot.css";

export default function BotPage({ params }: { params: Params }) {
  const id = params.id ?? "";
  const text = useText();
  const live = useBotHealth().get(id);
  const path = `/sessions/${encodeURIComponent(id)}`;
  const { data, error, reload } = useResource<SessionDetail>(path, { version: live });
  usePageTitle(live?.sessionName ?? data?.sessionName ?? text.bot.one);
  if (!data) return <Pending error={error} reload={reload} />;
  return <BotView bot={withHealth(data, live)} version={live} reload={reload} />;
}

interface BotViewProps {
  bot: SessionDetail;
  /** Changes when its health does. */
  version: unknown;
  reload: () => void;
}

function BotView({ bot, version, reload }: BotViewProps) {
  const text = useText();
  const words = text.bot;
  const reason = useStateReason(bot);
  const channel = useChannelName(bot);
  const { health, sessionId: id } = bot;
  const seeAll = (place: string) => (
    <Link className="small" href={`/${place}?session=${encodeURIComponent(id)}`}>
      {text.common.seeAll}
    </Link>
  );
  return (
    <div className="page">
      <header className="page-head">
        <div className="campaign-head">
          <h1>
            {bot.sessionName} <BotStateTag bot={bot} />
          </h1>
          <p className="quiet">{[channel, bot.address, reason].filter(Boolean).join(" · ")}</p>
        </div>
        <ReleaseButton bot={bot} onDone={reload} />
      </header>
      <BotFigures bot={bot} />
      <div className="columns">
        <Panel title={words.curve}>
          <GaussianCurve score={health.healthScore} sigma={health.qualitySigma} />
        </Panel>
        <Panel title={words.pushes}>
          <ComponentPush health={health} />
        </Panel>
      </div>
      <HealthHistory sessionId={id} version={version} />
      <div className="columns even">
        <BotChanges changes={bot.changes} />
        <Panel title={words.campaigns} flush>
          <ul className="tail">
            {bot.campaigns.map((one) => (
              <li key={one.campaignId}>
                <Link href={`/campaigns/${encodeURIComponent(one.campaignId)}`}>{one.name}</Link>
              </li>
            ))}
            {bot.campaigns.length === 0 && <li className="quiet">{words.noCampaigns}</li>}
          </ul>
        </Panel>
      </div>
      <ThroughputPanel title={text.overview.throughput} filter={{ sessionId: id }} />
      <div className="columns even">
        <Panel title={text.campaign.latestLogs} aside={seeAll("logs")} flush>
          <LogTail sessionId={id} />
        </Panel>
        <Panel title={text.campaign.latestExecutions} aside={seeAll("executions")} flush>
          <ExecutionTail sessionId={id} />
        </Panel>
      </div>
    </div>
  );
}
