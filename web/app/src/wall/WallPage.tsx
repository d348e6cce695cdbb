import { useEffect } from "react";
import { usePageTitle } from "../app/title";
import { byTrouble } from "../bot/order";
import { useBotList } from "../bot/useBotList";
import { NoCampaigns } from "../campaign/NoCampaigns";
import { useCampaignList } from "../campaign/useCampaignList";
import { ConnectionBanner } from "../connection/ConnectionBanner";
import { ConnectionPill } from "../connection/ConnectionPill";
import { useTrust } from "../connection/useTrust";
import { useText } from "../i18n/context";
import { OverviewFigures } from "../overview/OverviewFigures";
import { Link } from "../router/Link";
import { navigate } from "../router/location";
import { ThroughputPanel } from "../throughput/ThroughputPanel";
import { Panel } from "../ui/Panel";
import { WallBot } from "./WallBot";
import { WallCampaign } from "./WallCampaign";
import { WallClock } from "./WallClock";
import "./wall.css";

const EVERYONE = {};

/** Everything at once, large, for a screen across the room; Escape leaves. */
export default function WallPage() {
  const text = useText();
  usePageTitle(text.wall.title);
  const trusted = useTrust();
  const { data: campaigns } = useCampaignList();
  const { data: bots } = useBotList();
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key === "Escape" && !document.fullscreenElement) navigate("/");
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, []);
  return (
    <div className="wall">
      <header className="wall-bar">
        <h1>{text.nav.wall}</h1>
        <WallClock />
        <ConnectionPill />
        <button
          type="button"
          className="button bare"
          onClick={() => void document.documentElement.requestFullscreen()}
        >
          {text.wall.fullscreen}
        </button>
        <Link className="button" href="/">
          {text.wall.leave}
        </Link>
      </header>
      <ConnectionBanner />
      <main className={trusted ? "wall-main" : "wall-main untrusted"}>
        <OverviewFigures campaigns={campaigns} bots={bots} />
        <ThroughputPanel title={text.overview.throughput} filter={EVERYONE} height={250} />
        <Panel title={text.wall.bots} flush>
          <ul className="wall-grid">
            {[...(bots ?? [])].sort(byTrouble).map((bot) => (
              <WallBot key={bot.sessionId} bot={bot} />
            ))}
          </ul>
        </Panel>
        <Panel title={text.wall.campaigns} flush>
          {campaigns?.length === 0 && <NoCampaigns />}
          <ul className="wall-list">
            {campaigns?.slice(0, 8).map((one) => (
              <WallCampaign key={one.campaignId} campaign={one} />
            ))}
          </ul>
        </Panel>
      </main>
    </div>
  );
}
