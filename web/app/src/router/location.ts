import { useSyncExternalStore } from "react";

/** Where the app is: the path and query of the address bar. */
export interface Location {
  path: string;
  query: URLSearchParams;
}

const listeners = new Set<() => void>();
let current: { href: string; location: Location } | undefined;

function read(): Location {
  const { pathname, search } = window.location;
  const href = pathname + search;
  if (current?.href !== href) {
    current = { href, location: { path: pathname, query: new URLSearchParams(search) } };
  }
  return current.location;
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  window.addEventListener("popstate", listener);
  return () => {
    listeners.delete(listener);
    window.removeEventListener("popstate", listener);
  };
}

/** Goes to the top of a path of the app; `replace` leaves no step in the history and stays put. */
export function navigate(to: string, { replace = false } = {}): void {
  if (replace) window.history.replaceState(null, "", to);
  else window.history.pushState(null, "", to);
  for (const listener of listeners) listener();
  if (!replace) window.scrollTo(0, 0);
}

export function useLocation(): Location {
  return useSyncExternalStore(subscribe, read);
}

/** The query of the address bar as state: filters survive a reload and can be sent to a colleague. */
export function useQuery(): [URLSearchParams, (changes: Record<string, string | null>) => void] {
  const { path, query } = useLocation();
  const change = (changes: Record<string, string | null>) => {
    const next = new URLSearchParams(window.location.search);
    for (const [name, value] of Object.entries(changes)) {
      if (value) next.set(name, value);
      else next.delete(name);
    }
    const text = next.toString();
    navigate(text ? `${path}?${text}` : path, { replace: true });
  };
  return [query, change];
}
