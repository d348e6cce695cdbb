import { useBrasaClient, useConnection, useLive } from "@brasa/react";
import { useText } from "../i18n/context";
import { Icon } from "../ui/Icon";
import { useOnline } from "./useOnline";
import "./connection.css";

/** Says what is wrong with the connection and what can be done; nothing while all is well. */
export function ConnectionBanner() {
  const text = useText();
  const client = useBrasaClient();
  const { status, reason } = useConnection();
  const paused = useLive((snapshot) => snapshot.paused);
  const online = useOnline();
  const words = text.connection;
  const notes: Partial<Record<typeof status, string>> = {
    stale: reason?.code === "bus_unavailable" ? words.cutOffNote : words.staleNote,
    reconnecting: online ? words.reconnectingNote : words.offline,
    refused: words.refusedNote(reason?.message ?? "?"),
    ...(reason ? { connecting: words.connectingNote } : {}),
  };
  const note = notes[status] ?? (paused ? words.pausedNote : undefined);
  if (!note) return null;
  return (
    <div className={`connection-banner ${status}`} role="alert">
      <Icon name={status === "live" ? "pause" : "warn"} />
      <p>{note}</p>
      {status === "live" ? (
        <button type="button" className="button" onClick={() => client.store.resume()}>
          {words.resume}
        </button>
      ) : (
        <button type="button" className="button" onClick={() => client.reconnect()}>
          {words.retry}
        </button>
      )}
    </div>
  );
}
