import { useExecutions } from "@brasa/react";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { ApiError } from "../api/http";
import type { Execution, Page } from "../api/types";
import { useOrganization } from "../organization/context";
import { type ExecutionFilter, passes } from "./filter";
import { merged } from "./merge";

const PAGE_SIZE = 50;
/** Empty pages read on before a person is asked: the server looks at a stretch of rows a page. */
const EMPTY_PAGES = 20;

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
  const key = JSON.stringify({ ...filter, search });
  const [pages, setPages] = useState<Pages>(START);
  const [turn, setTurn] = useState(0);
  const reading = useRef(false);
  const live = useExecutions();

  const read = useCallback(
    async (cursor?: string, signal?: AbortSignal) => {
      reading.current = true;
      setPages((before) => ({ ...before, loading: true, error: undefined }));
      try {
        const ask = (from?: string) => {
          const query = { ...JSON.parse(key), limit: PAGE_SIZE, cursor: from };
          return http.get<Page<Execution>>(`${base}/executions`, query, signal);
        };
        const page = await firstWithItems(ask, cursor);
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
    // A search is the server's to answer; live reports wait for the next reading.
    const all = search ? pages.items : merged(live, pages.items);
    return all.filter((one) => passes(one, filter));
  }, [live, pages.items, filter, search]);

  const { loading, error, cursor } = pages;
  const more = cursor
    ? () => {
        if (!reading.current) void read(cursor);
      }
    : undefined;
  return { items, loading, error, more, reload: () => setTurn((current) => current + 1) };
}

/** The next page that is not empty, or the last one: a page may be empty and not be the last. */
async function firstWithItems(
  ask: (cursor?: string) => Promise<Page<Execution>>,
  cursor: string | undefined,
): Promise<Page<Execution>> {
  let page = await ask(cursor);
  for (let read = 1; page.items.length === 0 && page.nextCursor && read < EMPTY_PAGES; read += 1) {
    page = await ask(page.nextCursor);
  }
  return page;
}

interface Pages {
  items: readonly Execution[];
  loading: boolean;
  error: ApiError | undefined;
  cursor: string | undefined;
}

const START: Pages = { items: [], loading: true, error: undefined, cursor: undefined };
