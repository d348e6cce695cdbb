import type { Preview } from "../api/types";
import type { Dictionary } from "../i18n/dictionary";

/** What an action would do, in a sentence or two, or why it may not be done. */
export function effectOf(preview: Preview, words: Dictionary["action"]): string {
  if (!preview.allowed) return preview.reason ?? words.notAllowed;
  const { recipients, sending, sessions, failed, unknown } = preview.counts;
  switch (preview.action) {
    case "retry-failed":
      return words.effect["retry-failed"](failed);
    case "resolve-unknown":
      return words.effect["resolve-unknown"](unknown);
  }
  const effect =
    preview.kind === "internal"
      ? words.conversation[preview.action](sessions, sending)
      : words.effect[preview.action](recipients, sessions, sending);
  return preview.enrolling ? `${effect} ${words.enrolling}` : effect;
}
