import { useConnection } from "@brasa/react";
import { useCallback, useEffect, useRef, useState } from "react";
import { useOrganization } from "../organization/context";
import { ApiError, type Query } from "./http";
import { useWhenChanged } from "./useWhenChanged";

/** Something read from the server: what is known, and whether it is being read again. */
export interface Resource<T> {
  data: T | undefined;
  error: ApiError | undefined;
  loading: boolean;
  reload: () => void;
}

interface Options {
  query?: Query;
  /** Read again whenever this changes: a live event told of something new. */
  version?: unknown;
  /** Least time between two such reads, ms. */
  everyMs?: number;
  /** Shows nothing read before: for counts that a decision rests on. */
  fresh?: boolean;
}

/**
 * Reads a path below the organization. Shows what was read last time at once, reads again after a
 * reconnection, and follows live events no faster than `everyMs`. Null reads nothing.
 */
export function useResource<T>(path: string | null, options: Options = {}): Resource<T> {
  const { query = {}, version, everyMs = 2_000, fresh = false } = options;
  const { http, base, cache } = useOrganization();
  const key = path === null ? null : `${base}${path}?${new URLSearchParams(textOf(query))}`;
  const [state, setState] = useState<{ key: string | null; data?: T; error?: ApiError }>({ key });
  const [loading, setLoading] = useState(true);
  const [turn, setTurn] = useState(0);
  const reload = useCallback(() => setTurn((current) => current + 1), []);
  const latest = useRef({ query, path });
  latest.current = { query, path };

  // biome-ignore lint/correctness/useExhaustiveDependencies: `turn` asks for another reading
  useEffect(() => {
    const { path, query } = latest.current;
    if (key === null || path === null) return;
    const abort = new AbortController();
    setLoading(true);
    http
      .get<T>(base + path, query, abort.signal)
      .then((data) => {
        cache.set(key, data);
        setState({ key, data });
        setLoading(false);
      })
      .catch((error: unknown) => {
        if (!(error instanceof ApiError)) return;
        setState((before) => ({ ...(before.key === key ? before : {}), key, error }));
        setLoading(false);
      });
    return () => abort.abort();
  }, [key, turn, http, base, cache]);

  useWhenChanged(version, everyMs, reload);
  useWhenLiveAgain(reload);

  const own = state.key === key ? state : undefined;
  const known = key === null || fresh ? undefined : (cache.get(key) as T | undefined);
  const data = own?.data ?? known;
  return { data, error: own?.error, loading, reload };
}

function textOf(query: Query): Record<string, string> {
  const given = Object.entries(query).filter(([, value]) => value !== undefined && value !== null);
  return Object.fromEntries(given.map(([name, value]) => [name, String(value)]));
}

function useWhenLiveAgain(callback: () => void): void {
  const { status } = useConnection();
  const lost = useRef(false);
  useEffect(() => {
    if (status === "reconnecting" || status === "refused") lost.current = true;
    if (status !== "live" || !lost.current) return;
    lost.current = false;
    callback();
  }, [status, callback]);
}
