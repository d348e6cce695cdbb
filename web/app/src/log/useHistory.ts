import { useCallback, useEffect, useRef, useState } from "react";
import { ApiError } from "../api/http";
import type { LogLine, Page } from "../api/types";
import { useOrganization } from "../organization/context";

const PAGE_SIZE = 200;

export interface HistoryQuery {
  campaignId: string;
  sessionId: string;
  /** The server filters by one level; several are filtered here. */
  level: string;
  search: string;
  /** Lines up to this moment only; ISO 8601. */
  until: string;
}

export interface LogHistory {
  /** Newest first. */
  lines: readonly LogLine[];
  /** Nothing older is stored. */
  ended: boolean;
  loading: boolean;
  loadOlder: () => void;
}

/** The stored lines that match, a page at a time, going back; starts over with another query. */
export function useHistory(query: HistoryQuery): LogHistory {
  const { http, base } = useOrganization();
  const key = JSON.stringify(query);
  const [state, setState] = useState<Omit<LogHistory, "loadOlder"> & { cursor?: string }>(START);
  const reading = useRef(false);

  const read = useCallback(
    async (cursor: string | undefined, signal?: AbortSignal) => {
      reading.current = true;
      setState((before) => ({ ...before, loading: true }));
      try {
        const asked = { ...JSON.parse(key), limit: PAGE_SIZE, cursor };
        const page = await http.get<Page<LogLine>>(`${base}/logs`, asked, signal);
        setState((before) => ({
          lines: cursor ? [...before.lines, ...page.items] : page.items,
          ended: page.nextCursor === undefined,
          loading: false,
          ...(page.nextCursor ? { cursor: page.nextCursor } : {}),
        }));
      } catch (error) {
        if (error instanceof ApiError) setState((before) => ({ ...before, loading: false }));
      } finally {
        reading.current = false;
      }
    },
    [http, base, key],
  );

  useEffect(() => {
    const abort = new AbortController();
    setState(START);
    void read(undefined, abort.signal);
    return () => abort.abort();
  }, [read]);

  const { cursor, ...history } = state;
  const loadOlder = useCallback(() => {
    if (cursor && !reading.current) void read(cursor);
  }, [cursor, read]);
  return { ...history, loadOlder };
}

const START = { lines: [], ended: false, loading: true };
