import { Observable } from "@brasa/react/client";
import { useSyncExternalStore } from "react";

export type Theme = "system" | "light" | "dark";
export type Language = "pt-BR" | "en";

/** What a person chose for this browser. */
export interface Settings {
  theme: Theme;
  /** Absent: the organization's language. */
  language?: Language;
  organizationId?: number;
  /** Desktop notifications while the tab is hidden. */
  alerts?: boolean;
}

const KEY = "brasa.settings"; // public/theme.js reads it too

const settings = new Observable<Settings>(load());

function load(): Settings {
  try {
    return { theme: "system", ...JSON.parse(localStorage.getItem(KEY) ?? "{}") };
  } catch {
    return { theme: "system" }; // Storage may be forbidden or hold rubbish.
  }
}

export function useSettings(): Settings {
  return useSyncExternalStore(settings.subscribe, settings.getSnapshot);
}

/** Changes some of them, applies the theme and remembers. */
export function changeSettings(change: Partial<Settings>): void {
  const next = { ...settings.getSnapshot(), ...change };
  settings.set(next);
  applyTheme(next.theme);
  try {
    localStorage.setItem(KEY, JSON.stringify(next));
  } catch {
    // Not remembered, then; it holds for this visit.
  }
}

function applyTheme(theme: Theme): void {
  if (theme === "system") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
}
