import { type ConnectionStatus, useBrasaClient, useConnection, useLive } from "@brasa/react";
import { useText } from "../i18n/context";
import { Icon, type IconName } from "../ui/Icon";
import type { Tone } from "../ui/Tag";
import { Freshness } from "./Freshness";
import "./connection.css";

const LOOK: Record<ConnectionStatus | "paused", [Tone, IconName]> = {
  idle: ["idle", "off"],
  connecting: ["idle", "retry"],
  live: ["ok", "live"],
  stale: ["warn", "warn"],
  reconnecting: ["warn", "retry"],
  refused: ["bad", "bad"],
  paused: ["info", "pause"],
};

/** How live the page is, in words, and the switch that holds it still. */
export function ConnectionPill() {
  const text = useText();
  const { store } = useBrasaClient();
  const { status, latencyMs } = useConnection();
  const paused = useLive((snapshot) => snapshot.paused);
  const shown = paused && status === "live" ? "paused" : status;
  const [tone, icon] = LOOK[shown];
  const title = latencyMs === undefined ? undefined : text.connection.latency(String(latencyMs));
  return (
    <div className="connection">
      <span className="small quiet freshness">
        <Freshness />
      </span>
      <span className={`tag ${tone}`} data-connection={shown} title={title} role="status">
        <Icon name={icon} />
        {text.connection[shown]}
      </span>
      <button
        type="button"
        className="button bare"
        aria-pressed={paused}
        aria-label={paused ? text.connection.resume : text.connection.pause}
        title={paused ? text.connection.resume : text.connection.pause}
        onClick={() => (paused ? store.resume() : store.pause())}
      >
        <Icon name={paused ? "play" : "pause"} />
      </button>
    </div>
  );
}
