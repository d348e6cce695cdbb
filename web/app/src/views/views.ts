import { Observable } from "@brasa/react/client";
import { useSyncExternalStore } from "react";
import { useOrganization } from "../organization/context";
import { useLocation } from "../router/location";

/** A page with its filters, kept under a name in this browser. */
export interface View {
  organizationId: number;
  path: string;
  name: string;
  /** The query of the address. */
  query: string;
}

const KEY = "brasa.views";

const views = new Observable<readonly View[]>(load());

function load(): readonly View[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? "[]");
    return Array.isArray(kept) ? kept : [];
  } catch {
    return []; // Storage may be forbidden or hold rubbish.
  }
}

function keep(next: readonly View[]): void {
  views.set(next);
  try {
    localStorage.setItem(KEY, JSON.stringify(next));
  } catch {
    // Not kept, then; it holds for this visit.
  }
}

/** The saved views of this page, and what changes them; a name is used once. */
export function useViews() {
  const organizationId = useOrganization().organization.id;
  const { path, query } = useLocation();
  const all = useSyncExternalStore(views.subscribe, views.getSnapshot);
  const own = all.filter((one) => one.organizationId === organizationId && one.path === path);
  const without = (name: string) =>
    views.getSnapshot().filter((one) => !(own.includes(one) && one.name === name));
  return {
    views: own,
    current: query.toString(),
    save: (name: string) =>
      keep([...without(name), { organizationId, path, name, query: query.toString() }]),
    remove: (name: string) => keep(without(name)),
  };
}
