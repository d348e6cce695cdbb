import type { IconName } from "../ui/Icon";

/** The pages of the app, each with its icon and the key that follows `g`. */
export const PLACES = [
  { href: "/", name: "overview", key: "o" },
  { href: "/campaigns", name: "campaigns", key: "c" },
  { href: "/bots", name: "bots", key: "b" },
  { href: "/executions", name: "executions", key: "e" },
  { href: "/logs", name: "logs", key: "l" },
  { href: "/wall", name: "wall", key: "w" },
] as const satisfies { href: string; name: IconName; key: string }[];
