import { type FormEvent, useState } from "react";
import type { Action, Campaign, Preview } from "../api/types";
import { useResource } from "../api/useResource";
import { useCanAct } from "../connection/useTrust";
import { useText } from "../i18n/context";
import { Dialog } from "../ui/Dialog";
import { PauseFields } from "./PauseFields";
import { UnknownFields } from "./UnknownFields";
import { useActions } from "./useActions";

interface ActionDialogProps {
  campaign: Campaign;
  action: Action;
  onClose: () => void;
  onDone: () => void;
}

/** Says, counted by the server, what an action will affect, before it is done. */
export function ActionDialog({ campaign, action, onClose, onDone }: ActionDialogProps) {
  const text = useText();
  const connected = useCanAct();
  const act = useActions(campaign, onDone);
  const [sending, setSending] = useState(false);
  const path = `/campaigns/${encodeURIComponent(campaign.campaignId)}/preview`;
  const { data: preview, error } = useResource<Preview>(path, { query: { action }, fresh: true });

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    setSending(true);
    await act(action, new FormData(event.currentTarget));
    onClose();
  };
  const ready = preview?.allowed && connected && !sending;
  return (
    <Dialog title={text.action.ask[action]} onClose={onClose}>
      <form onSubmit={(event) => void submit(event)}>
        <p aria-live="polite">
          <strong>{campaign.name}.</strong>{" "}
          {preview ? <Effect preview={preview} /> : (error?.message ?? text.action.counting)}
        </p>
        {action === "pause" && <PauseFields />}
        {action === "resolve-unknown" && <UnknownFields />}
        <div className="buttons">
          <button type="button" className="button" onClick={onClose}>
            {text.common.cancel}
          </button>
          <button
            type="submit"
            className={`button ${action === "stop" ? "danger" : "primary"}`}
            disabled={!ready}
          >
            {text.action[action]}
          </button>
        </div>
      </form>
    </Dialog>
  );
}

function Effect({ preview }: { preview: Preview }) {
  const { action: words } = useText();
  const { recipients, sending, sessions, failed, unknown } = preview.counts;
  if (!preview.allowed) return <>{preview.reason ?? words.notAllowed}</>;
  switch (preview.action) {
    case "start":
      return <>{words.effect.start(recipients, sessions)}</>;
    case "pause":
      return <>{words.effect.pause(recipients, sending)}</>;
    case "resume":
      return <>{words.effect.resume(recipients, sessions)}</>;
    case "stop":
      return <>{words.effect.stop(recipients)}</>;
    case "retry-failed":
      return <>{words.effect["retry-failed"](failed)}</>;
    case "resolve-unknown":
      return <>{words.effect["resolve-unknown"](unknown)}</>;
  }
}
