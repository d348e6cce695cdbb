import type { Campaign, Session } from "../api/types";
import { BotStateTag } from "../bot/BotStateTag";
import { byTrouble, needsAttention } from "../bot/order";
import { ScoreFigure } from "../bot/ScoreFigure";
import { useStateReason } from "../bot/useStateReason";
import { StatusTag } from "../campaign/StatusTag";
import { useFormat, useText } from "../i18n/context";
import { Link } from "../router/Link";
import { Empty } from "../ui/Empty";
import { Panel } from "../ui/Panel";
import { Tag } from "../ui/Tag";
import "./overview.css";

const SHOWN = 6;

interface AttentionProps {
  /** Undefined until they are known. */
  campaigns: readonly Campaign[] | undefined;
  bots: readonly Session[] | undefined;
}

/** Bots in trouble, sends without an answer, and campaigns that someone paused: what wants a hand. */
export function Attention({ campaigns, bots }: AttentionProps) {
  const text = useText();
  const known = campaigns !== undefined && bots !== undefined;
  const troubled = (bots ?? []).filter(needsAttention).sort(byTrouble);
  const waiting = (campaigns ?? []).filter(
    (one) => one.progress.unknown > 0 || one.status === "paused",
  );
  const rows = [
    ...troubled.map((bot) => <BotRow key={bot.sessionId} bot={bot} />),
    ...waiting.map((one) => <CampaignRow key={one.campaignId} campaign={one} />),
  ];
  return (
    <Panel title={text.overview.attention} flush>
      {rows.length > 0 && <ul className="attention">{rows.slice(0, SHOWN)}</ul>}
      {rows.length === 0 && known && <Empty icon="ok" title={text.overview.nothing} />}
    </Panel>
  );
}

function BotRow({ bot }: { bot: Session }) {
  return (
    <li>
      <Link href={`/bots/${encodeURIComponent(bot.sessionId)}`}>{bot.sessionName}</Link>
      <span>
        <BotStateTag bot={bot} />
      </span>
      <p className="small quiet">{useStateReason(bot)}</p>
      <ScoreFigure health={bot.health} />
    </li>
  );
}

function CampaignRow({ campaign }: { campaign: Campaign }) {
  const text = useText();
  const format = useFormat();
  const { unknown } = campaign.progress;
  return (
    <li>
      <Link href={`/campaigns/${encodeURIComponent(campaign.campaignId)}`}>{campaign.name}</Link>
      <span>
        {unknown > 0 ? (
          <Tag tone="warn" icon="unknown">
            {text.funnel.unknown}: {format.number(unknown)}
          </Tag>
        ) : (
          <StatusTag status={campaign.status} />
        )}
      </span>
      <p className="small quiet">{campaign.description}</p>
    </li>
  );
}
