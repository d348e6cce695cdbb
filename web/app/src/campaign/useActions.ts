import { useBrasaClient } from "@brasa/react";
import { serverNow } from "../api/clock";
import { ApiError } from "../api/http";
import type { Action, Campaign } from "../api/types";
import { useText } from "../i18n/context";
import { useNotifications } from "../notification/context";
import { useOrganization } from "../organization/context";

/** Stopping ends a campaign; until this has passed it can be taken back, ms. */
const GRACE_MS = 5_000;
const UNDO_MS = 10_000;

/**
 * Performs an action and reports it. A pause or resume can be undone by its opposite; a stop
 * waits out its grace first, and is dropped rather than queued when the connection is lost.
 */
export function useActions(campaign: Campaign, onDone: () => void) {
  const text = useText();
  const words = text.action;
  const { http, base } = useOrganization();
  const { connection } = useBrasaClient();
  const { show } = useNotifications();
  const path = `${base}/campaigns/${encodeURIComponent(campaign.campaignId)}`;

  async function send(action: Action, body: object): Promise<void> {
    try {
      const answer = await http.post<Answer>(`${path}/${action}`, body);
      report(action, answer);
      onDone();
    } catch (error) {
      const why =
        error instanceof ApiError && error.message ? error.message : text.gate.unreachable;
      show({ tone: "bad", message: words.failed(why) });
    }
  }

  function report(action: Action, answer: Answer): void {
    const said = words.done[action];
    const message = typeof said === "string" ? said : said(answer.retried ?? answer.resolved ?? 0);
    const opposite = { pause: "resume", resume: "pause" }[action as string] as Action | undefined;
    if (!opposite) show({ tone: "ok", message });
    else show({ tone: "ok", message, lifeMs: UNDO_MS, undo: () => void send(opposite, {}) });
  }

  function stopAfterGrace(): void {
    const timer = setTimeout(() => {
      if (connection.status === "live") void send("stop", {});
      else show({ tone: "warn", message: words.stopAborted });
    }, GRACE_MS);
    const undo = () => clearTimeout(timer);
    show({ tone: "warn", message: words.stopping(campaign.name), lifeMs: GRACE_MS, undo });
  }

  return async (action: Action, form: FormData): Promise<void> => {
    if (action === "stop") stopAfterGrace();
    else await send(action, bodyOf(action, form));
  };
}

interface Answer {
  retried?: number;
  resolved?: number;
}

function bodyOf(action: Action, form: FormData): object {
  if (action === "resolve-unknown") return { as: form.get("as") };
  if (action !== "pause") return {};
  const reason = String(form.get("reason") ?? "").trim();
  const minutes = Number(form.get("minutes") ?? 0);
  return {
    ...(reason ? { reason } : {}),
    ...(minutes ? { resumeAt: new Date(serverNow() + minutes * 60_000).toISOString() } : {}),
  };
}
