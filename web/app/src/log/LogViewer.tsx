import { useVirtualizer } from "@tanstack/react-virtual";
import { useCallback, useEffect, useLayoutEffect, useRef, useState } from "react";
import type { LogLine } from "../api/types";
import { useText } from "../i18n/context";
import { Empty } from "../ui/Empty";
import { LineDetail } from "./LineDetail";
import { LogRowView } from "./LogRowView";
import type { LogRows } from "./useLogRows";
import { useRowHeight } from "./useRowHeight";

/** Nearer to the end than this counts as being at the end, px. */
const END_PX = 24;
/** Nearer to the start than this asks for older lines, px. */
const START_PX = 300;

interface LogViewerProps {
  view: LogRows;
  /** The line a link points at. */
  linkedKey: string;
  /** Lines are arriving; else a stretch of history is being read. */
  live: boolean;
  /** Not every line is shown: some filter is set. */
  filtered: boolean;
}

/**
 * Tens of thousands of lines, of which only those in sight are drawn. Follows the newest until
 * someone scrolls up to read, then holds still and counts what arrives.
 */
export function LogViewer({ view, linkedKey, live, filtered }: LogViewerProps) {
  const text = useText();
  const { rows, count, following, setFollowing, fresh, loading, ended, loadOlder } = view;
  const scroller = useRef<HTMLElement>(null);
  const [chosen, setChosen] = useState<LogLine | null>(null);
  const rowHeight = useRowHeight();
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 6,
  });

  // biome-ignore lint/correctness/useExhaustiveDependencies: new rows move the end
  useLayoutEffect(() => {
    const element = scroller.current;
    if (element && following && live) element.scrollTop = element.scrollHeight;
  }, [following, live, rows, rowHeight]);
  useKeepPlace(scroller, rows.length, rows[0]?.key, following, rowHeight);

  const linkedIndex = linkedKey ? rows.findIndex((row) => row.key === linkedKey) : -1;
  useEffect(() => {
    if (linkedIndex < 0) return;
    setFollowing(false);
    virtual.scrollToIndex(linkedIndex, { align: "center" });
  }, [linkedIndex, setFollowing, virtual]);

  const onScroll = useCallback(() => {
    const element = scroller.current;
    if (!element) return;
    const fromEnd = element.scrollHeight - element.scrollTop - element.clientHeight;
    if (following && fromEnd > END_PX * 2) setFollowing(false);
    if (!following && fromEnd < END_PX && fresh === 0 && !linkedKey && live) setFollowing(true);
    if (element.scrollTop < START_PX && !following) loadOlder();
  }, [following, setFollowing, fresh, loadOlder, linkedKey, live]);

  return (
    <div className="log-viewer">
      {rows.length === 0 ? (
        <LogEmpty loading={loading} filtered={filtered} />
      ) : (
        <section
          ref={scroller}
          className="log-scroller"
          onScroll={onScroll}
          tabIndex={0}
          aria-label={text.log.list}
        >
          <div style={{ height: virtual.getTotalSize(), position: "relative" }}>
            {virtual.getVirtualItems().map((item, slot) => {
              const row = rows[item.index];
              return row ? (
                <LogRowView
                  // Following, every line on screen is replaced many times a second: the
                  // elements stay and only their texts change.
                  key={following ? slot : row.key}
                  row={row}
                  top={item.start}
                  height={rowHeight}
                  linked={row.key === linkedKey}
                  onChoose={setChosen}
                />
              ) : null;
            })}
          </div>
        </section>
      )}
      <footer className="log-foot small quiet">
        <span>{text.log.lines(count)}</span>
        {ended && rows.length > 0 && <span>{text.log.noOlder}</span>}
        {!ended && (
          <button type="button" className="button bare" disabled={loading} onClick={loadOlder}>
            {text.log.older}
          </button>
        )}
      </footer>
      {fresh > 0 && (
        <button
          type="button"
          className="button primary log-fresh"
          onClick={() => setFollowing(true)}
        >
          {text.log.fresh(fresh)}
        </button>
      )}
      {chosen && <LineDetail line={chosen} onClose={() => setChosen(null)} />}
    </div>
  );
}

function LogEmpty({ loading, filtered }: { loading: boolean; filtered: boolean }) {
  const text = useText();
  if (loading) return <div className="empty">{text.common.loading}</div>;
  if (filtered) return <Empty icon="search" title={text.log.noneFound} />;
  return <Empty icon="logs" title={text.log.empty} note={text.log.emptyNote} />;
}

/** Older lines grow the list at its start; the lines being read must not move. */
function useKeepPlace(
  scroller: React.RefObject<HTMLElement | null>,
  count: number,
  firstKey: string | undefined,
  following: boolean,
  rowHeight: number,
): void {
  const before = useRef({ count, firstKey });
  useLayoutEffect(() => {
    const grown = count - before.current.count;
    const atStart = firstKey !== before.current.firstKey;
    before.current = { count, firstKey };
    if (!following && atStart && grown > 0 && scroller.current) {
      scroller.current.scrollTop += grown * rowHeight;
    }
  }, [scroller, count, firstKey, following, rowHeight]);
}
