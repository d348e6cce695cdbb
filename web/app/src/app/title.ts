import { useEffect } from "react";

let page = "";
let missed = 0;

function write(): void {
  document.title = [missed > 0 && `(${missed})`, page && `${page} ·`, "Brasa"]
    .filter(Boolean)
    .join(" ");
}

/** Names the tab after the page, so that several of them can be told apart. */
export function usePageTitle(name: string): void {
  useEffect(() => {
    page = name;
    write();
  }, [name]);
}

/** How much happened while the tab was out of sight. */
export function badgeTitle(count: number): void {
  missed = count;
  write();
}
