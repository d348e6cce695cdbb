import type { LogLine } from "../api/types";
import { useFormat, useText } from "../i18n/context";
import { useNotifications } from "../notification/context";
import { Link } from "../router/Link";
import { Dialog } from "../ui/Dialog";
import { Icon } from "../ui/Icon";
import { LevelMark } from "./LevelMark";
import { keyOf } from "./lines";

/** One line in full, with a link to it where it is stored: only then can it be found again. */
export function LineDetail({ line, onClose }: { line: LogLine; onClose: () => void }) {
  const text = useText();
  const format = useFormat();
  const { show } = useNotifications();
  const query = new URLSearchParams({ at: line.timestamp, line: keyOf(line) });
  const copy = async () => {
    await navigator.clipboard.writeText(`${window.location.origin}/logs?${query}`);
    show({ tone: "ok", message: text.common.copied });
    onClose();
  };
  return (
    <Dialog title={text.log.line} onClose={onClose}>
      <dl className="facts">
        <dt>{text.execution.time}</dt>
        <dd>
          {format.full(line.timestamp)} <span className="small quiet">({format.zone})</span>
        </dd>
        <dt>{text.log.levels}</dt>
        <dd>
          <LevelMark level={line.level} word />
        </dd>
        <dt>{text.execution.campaign}</dt>
        <dd>
          <Link href={`/campaigns/${encodeURIComponent(line.campaignId)}`}>
            {line.campaignName}
          </Link>
        </dd>
        {line.sessionId && (
          <>
            <dt>{text.execution.session}</dt>
            <dd>
              <Link href={`/bots/${encodeURIComponent(line.sessionId)}`}>
                {line.sessionName ?? line.sessionId}
              </Link>
            </dd>
          </>
        )}
      </dl>
      <p className="log-full">{line.message}</p>
      {line.data !== undefined && (
        <pre className="log-data">{JSON.stringify(line.data, null, 2)}</pre>
      )}
      <div className="buttons">
        {line.logId && (
          <button type="button" className="button" onClick={() => void copy()}>
            <Icon name="link" />
            {text.common.copyLink}
          </button>
        )}
        <button type="button" className="button primary" onClick={onClose}>
          {text.common.close}
        </button>
      </div>
    </Dialog>
  );
}
