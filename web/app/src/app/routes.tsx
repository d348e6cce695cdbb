import { type ComponentType, lazy } from "react";
import BotPage from "../bot/BotPage";
import BotsPage from "../bot/BotsPage";
import CampaignPage from "../campaign/CampaignPage";
import CampaignsPage from "../campaign/CampaignsPage";
import ExecutionsPage from "../execution/ExecutionsPage";
import OverviewPage from "../overview/OverviewPage";
import { match, type Params } from "../router/match";
import MissingPage from "./MissingPage";

/** What a page is given: the named parts of its path. */
export type PageComponent = ComponentType<{ params: Params }>;

/**
 * The small pages come with the first load: together they weigh less than the requests they would
 * cost. The log brings its virtualiser along and the wall is rarely opened, so these wait.
 */
const ROUTES: [string, PageComponent][] = [
  ["/", OverviewPage],
  ["/campaigns", CampaignsPage],
  ["/campaigns/:id", CampaignPage],
  ["/bots", BotsPage],
  ["/bots/:id", BotPage],
  ["/executions", ExecutionsPage],
  ["/logs", lazy(() => import("../log/LogsPage"))],
];

export const WallPage: PageComponent = lazy(() => import("../wall/WallPage"));

/** The page of a path, and what its `:name` parts matched. */
export function pageOf(path: string): { page: PageComponent; params: Params } {
  for (const [pattern, page] of ROUTES) {
    const params = match(pattern, path);
    if (params) return { page, params };
  }
  return { page: MissingPage, params: {} };
}
