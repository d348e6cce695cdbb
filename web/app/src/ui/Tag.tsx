import type { ReactNode } from "react";
import { Icon, type IconName } from "./Icon";

export type Tone = "ok" | "warn" | "bad" | "info" | "idle";

interface TagProps {
  tone: Tone;
  icon: IconName;
  children: ReactNode;
}

/** A status in three signals: icon, word and colour. */
export function Tag({ tone, icon, children }: TagProps) {
  return (
    <span className={`tag ${tone}`}>
      <Icon name={icon} size={12} />
      {children}
    </span>
  );
}
