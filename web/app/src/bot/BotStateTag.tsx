import type { Session } from "../api/types";
import { useText } from "../i18n/context";
import type { IconName } from "../ui/Icon";
import { Tag, type Tone } from "../ui/Tag";

const LOOK: Record<Session["state"], [Tone, IconName]> = {
  healthy: ["ok", "ok"],
  watch: ["info", "info"],
  throttled: ["warn", "warn"],
  quarantined: ["bad", "bad"],
  held: ["bad", "stop"],
};

/** The state of a bot; being disconnected outranks it. */
export function BotStateTag({ bot }: { bot: Session }) {
  const { bot: words } = useText();
  if (!bot.enabled) {
    return (
      <Tag tone="idle" icon="pause">
        {words.disabled}
      </Tag>
    );
  }
  const [tone, icon] = LOOK[bot.state];
  return (
    <>
      {!bot.connected && (
        <Tag tone="bad" icon="off">
          {words.disconnected}
        </Tag>
      )}{" "}
      <Tag tone={tone} icon={icon}>
        {words.state[bot.state]}
      </Tag>
    </>
  );
}
