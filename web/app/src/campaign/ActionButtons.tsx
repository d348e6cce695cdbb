import { useState } from "react";
import type { Action, Campaign } from "../api/types";
import { useCanAct } from "../connection/useTrust";
import { useFormat, useText } from "../i18n/context";
import { useMayAct } from "../organization/context";
import { Icon, type IconName } from "../ui/Icon";
import { ActionDialog } from "./ActionDialog";
import { actionsFor, countOf } from "./actions";

const ICONS: Record<Action, IconName> = {
  start: "play",
  pause: "pause",
  resume: "play",
  stop: "stop",
  "retry-failed": "retry",
  "resolve-unknown": "unknown",
};

interface ActionButtonsProps {
  campaign: Campaign;
  onDone: () => void;
}

/** What can be done with this campaign now; nothing while offline, for nothing is queued. */
export function ActionButtons({ campaign, onDone }: ActionButtonsProps) {
  const text = useText();
  const format = useFormat();
  const connected = useCanAct();
  const allowed = useMayAct();
  const [asking, setAsking] = useState<Action | null>(null);
  const why = !allowed ? text.action.viewer : !connected ? text.connection.needed : undefined;

  function label(action: Action): string {
    const count = countOf(action, campaign);
    const name = text.action[action];
    return count === undefined ? name : text.action.counted(name, format.number(count));
  }

  return (
    <div className="buttons">
      {actionsFor(campaign).map((action) => (
        <button
          key={action}
          type="button"
          className={`button ${lookOf(action)}`}
          disabled={why !== undefined}
          title={why}
          onClick={() => setAsking(action)}
        >
          <Icon name={ICONS[action]} />
          {label(action)}
        </button>
      ))}
      {asking && (
        <ActionDialog
          campaign={campaign}
          action={asking}
          onClose={() => setAsking(null)}
          onDone={onDone}
        />
      )}
    </div>
  );
}

function lookOf(action: Action): string {
  if (action === "resume" || action === "start") return "primary";
  return action === "stop" ? "danger" : "";
}
