import { useExecutions } from "@brasa/react";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { ApiError } from "../api/http";
import type { Execution, Page } from "../api/types";
import { useOrganization } from "../organization/context";
import { asExecution, type ExecutionFilter, latestReports, passes, updated } from "./merge";

const PAGE_SIZE = 50;
/** New ones shown above the stored list before the oldest of them drop out. */
const FRESH_SHOWN = 100;

export interface ExecutionList {
  items: readonly Execution[];
  loading: boolean;
  error: ApiError | undefined;
  more: (() => void) | undefined;
  reload: () => void;
}

/** Stored executions that match, page by page, with live reports laid over and above them. */
export function useExecutionList(filter: ExecutionFilter, search: string): ExecutionList {
  const { http, base } = useOrganization();
  const { reason: _, ...asked } = filter;
  const key = JSON.stringify({ ...asked, search });
  const [pages, setPages] = useState<Pages>(START);
  const [turn, setTurn] = useState(0);
  const reading = useRef(false);
  const live = useExecutions();

  const read = useCallback(
    async (cursor?: string, signal?: AbortSignal) => {
      reading.current = true;
      setPages((before) => ({ ...before, loading: true, error: undefined }));
      try {
        const query = { ...JSON.parse(key), limit: PAGE_SIZE, cursor };
        const page = await http.get<Page<Execution>>(`${base}/executions`, query, signal);
        setPages((before) => ({
          items: cursor ? [...before.items, ...page.items] : page.items,
          loading: false,
          error: undefined,
          cursor: page.nextCursor,
        }));
      } catch (error) {
        if (error instanceof ApiError) setPages((before) => ({ ...before, loading: false, error }));
      } finally {
        reading.current = false;
      }
    },
    [http, base, key],
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: `turn` asks for another reading
  useEffect(() => {
    const abort = new AbortController();
    setPages(START);
    void read(undefined, abort.signal);
    return () => abort.abort();
  }, [read, turn]);

  const items = useMemo(() => {
    const reports = latestReports(live);
    const stored = pages.items.map((one) => updated(one, reports.get(one.executionId)));
    const known = new Set(stored.map((one) => one.executionId));
    // What is only planned has no time of change yet.
    const newest = stored.find((one) => one.timestamp)?.timestamp ?? "";
    // A search is the server's to answer; live reports wait for the next reading.
    const fresh = search
      ? []
      : [...reports.values()]
          .filter((one) => !known.has(one.executionId) && one.timestamp >= newest)
          .slice(0, FRESH_SHOWN)
          .map(asExecution);
    return [...fresh, ...stored].filter((one) => passes(one, filter));
  }, [live, pages.items, filter, search]);

  const { loading, error, cursor } = pages;
  const more = cursor
    ? () => {
        if (!reading.current) void read(cursor);
      }
    : undefined;
  return { items, loading, error, more, reload: () => setTurn((current) => current + 1) };
}

interface Pages {
  items: readonly Execution[];
  loading: boolean;
  error: ApiError | undefined;
  cursor: string | undefined;
}

const START: Pages = { items: [], loading: true, error: undefined, cursor: undefined };
