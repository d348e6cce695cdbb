import type { Campaign, Funnel } from "../api/types";
import { useResource } from "../api/useResource";
import { useText } from "../i18n/context";
import { Pending } from "../ui/Empty";
import { Panel } from "../ui/Panel";
import { FunnelReasons } from "./FunnelReasons";
import { FunnelSteps } from "./FunnelSteps";
import "./funnel.css";

interface FunnelPanelProps {
  campaignId: string;
  kind: Campaign["kind"];
  /** The campaign's live state: when it changes the counts are read again. */
  version: unknown;
}

/** From every recipient to every reader, and why the others fell out. */
export function FunnelPanel({ campaignId, kind, version }: FunnelPanelProps) {
  const text = useText();
  const path = `/campaigns/${encodeURIComponent(campaignId)}/funnel`;
  const { data, error, reload } = useResource<Funnel>(path, { version });
  return (
    <Panel title={text.funnel.title}>
      {data ? (
        <div className="funnel">
          <FunnelSteps campaignId={campaignId} kind={kind} funnel={data} />
          <FunnelReasons campaignId={campaignId} funnel={data} />
        </div>
      ) : (
        <Pending error={error} reload={reload} />
      )}
    </Panel>
  );
}
