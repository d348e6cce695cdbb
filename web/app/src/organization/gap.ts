import type { FilledGap } from "@brasa/react/client";
import type { Http } from "../api/http";
import type { LogLine, Page } from "../api/types";

const PAGE_SIZE = 200;
/** A gap longer than this is marked rather than fetched: nobody reads ten thousand lines back. */
const PAGES = 10;

/** Fetches the stored lines after a moment, newest first, until all or enough are read. */
export function fillGapWith(http: Http, base: string) {
  return async (since: string): Promise<FilledGap> => {
    const logs: LogLine[] = [];
    let cursor: string | undefined;
    for (let page = 0; page < PAGES; page += 1) {
      const read = await http.get<Page<LogLine>>(`${base}/logs`, {
        since,
        limit: PAGE_SIZE,
        cursor,
      });
      logs.push(...read.items);
      cursor = read.nextCursor;
      if (!cursor) break;
    }
    return { logs: logs.reverse(), complete: cursor === undefined };
  };
}
