import { useBotHealth } from "@brasa/react";
import { useMemo } from "react";
import type { Page, Session } from "../api/types";
import { type Resource, useResource } from "../api/useResource";
import { withHealth } from "./withHealth";

/** Counters such as `sentToday` come from REST only; this often is often enough, ms. */
const EVERY_MS = 5_000;

/** Every bot as it is now: what REST knows, with the health that arrived live since. */
export function useBotList(): Resource<Session[]> {
  const live = useBotHealth();
  const options = { version: live, everyMs: EVERY_MS };
  const { data, ...rest } = useResource<Page<Session>>("/sessions", options);
  const bots = useMemo(
    () => data?.items.map((one) => withHealth(one, live.get(one.sessionId))),
    [data, live],
  );
  return { ...rest, data: bots };
}
