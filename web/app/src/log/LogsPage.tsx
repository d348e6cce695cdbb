import { useEffect } from "react";
import { usePageTitle } from "../app/title";
import { useText } from "../i18n/context";
import { Icon } from "../ui/Icon";
import { isTyping } from "../ui/SearchField";
import { SavedViews } from "../views/SavedViews";
import { exportRows } from "./export";
import { LogFilters } from "./LogFilters";
import { LogViewer } from "./LogViewer";
import { useLogFilter } from "./useLogFilter";
import { useLogRows } from "./useLogRows";
import "./log.css";

/** A line of a link is shown with this much of what followed it, ms. */
const AROUND_MS = 60_000;

export default function LogsPage() {
  const text = useText();
  usePageTitle(text.log.title);
  const words = text.log;
  const { filter, filtered, toggleLevel, change, linked } = useLogFilter();
  const until = linked.at ? new Date(Date.parse(linked.at) + AROUND_MS).toISOString() : "";
  const view = useLogRows(filter, until);
  const { following, setFollowing, rows } = view;

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key === "p" && !event.ctrlKey && !event.metaKey && !isTyping(event.target)) {
        setFollowing(!following);
      }
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, [following, setFollowing]);

  return (
    <div className="page log-page">
      <header className="page-head">
        <h1>{words.title}</h1>
        <div className="buttons">
          {linked.at && (
            <button
              type="button"
              className="button primary"
              onClick={() => change({ at: null, line: null })}
            >
              <Icon name="live" />
              {words.backToLive}
            </button>
          )}
          <SavedViews />
          <button
            type="button"
            className="button"
            aria-pressed={!following}
            aria-keyshortcuts="p"
            onClick={() => setFollowing(!following)}
          >
            <Icon name={following ? "pause" : "play"} />
            {following ? words.pause : words.follow}
          </button>
          <button
            type="button"
            className="button"
            disabled={rows.length === 0}
            onClick={() => exportRows(rows)}
          >
            <Icon name="download" />
            {words.export}
          </button>
        </div>
      </header>
      <LogFilters filter={filter} onToggleLevel={toggleLevel} onChange={change} />
      <LogViewer view={view} linkedKey={linked.key} live={!linked.at} filtered={filtered} />
    </div>
  );
}
