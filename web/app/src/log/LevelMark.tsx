import type { LogLine } from "../api/types";
import { useText } from "../i18n/context";
import { Icon, type IconName } from "../ui/Icon";

const LOOK: Record<LogLine["level"], [IconName, string]> = {
  info: ["info", "plain-info"],
  success: ["ok", "plain-ok"],
  warning: ["warn", "plain-warn"],
  error: ["bad", "plain-bad"],
};

/** The level of a line: icon and colour, and the word beside it or for the ear only. */
export function LevelMark({ level, word = false }: { level: LogLine["level"]; word?: boolean }) {
  const text = useText();
  const [icon, tone] = LOOK[level];
  return (
    <span className={`level ${tone}`}>
      <Icon name={icon} />
      <span className={word ? undefined : "unseen"}>{text.log.level[level]}</span>
    </span>
  );
}
