import { type FormEvent, useState } from "react";
import { ApiError } from "../api/http";
import type { Session } from "../api/types";
import { useCanAct } from "../connection/useTrust";
import { useText } from "../i18n/context";
import { useNotifications } from "../notification/context";
import { useMayAct, useOrganization } from "../organization/context";
import { Dialog } from "../ui/Dialog";
import { Icon } from "../ui/Icon";

/** Lets a held or quarantined bot send again, after saying what that means. */
export function ReleaseButton({ bot, onDone }: { bot: Session; onDone: () => void }) {
  const text = useText();
  const words = text.bot;
  const { http, base } = useOrganization();
  const { show } = useNotifications();
  const connected = useCanAct();
  const allowed = useMayAct();
  const [asking, setAsking] = useState(false);
  if (bot.state !== "quarantined" && bot.state !== "held") return null;

  const release = async (event: FormEvent) => {
    event.preventDefault();
    setAsking(false);
    try {
      await http.post(`${base}/sessions/${encodeURIComponent(bot.sessionId)}/release`);
      show({ tone: "ok", message: words.released });
      onDone();
    } catch (error) {
      const why =
        error instanceof ApiError && error.message ? error.message : text.gate.unreachable;
      show({ tone: "bad", message: text.action.failed(why) });
    }
  };
  return (
    <>
      <button
        type="button"
        className="button primary"
        disabled={!connected || !allowed}
        title={!allowed ? text.action.viewer : !connected ? text.connection.needed : undefined}
        onClick={() => setAsking(true)}
      >
        <Icon name="play" />
        {words.release}
      </button>
      {asking && (
        <Dialog title={words.releaseAsk} onClose={() => setAsking(false)}>
          <form onSubmit={(event) => void release(event)}>
            <p>
              <strong>{bot.sessionName}.</strong> {words.releaseNote}
            </p>
            <div className="buttons">
              <button type="button" className="button" onClick={() => setAsking(false)}>
                {text.common.cancel}
              </button>
              <button type="submit" className="button primary">
                {words.release}
              </button>
            </div>
          </form>
        </Dialog>
      )}
    </>
  );
}
