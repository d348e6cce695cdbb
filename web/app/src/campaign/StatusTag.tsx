import type { Campaign } from "../api/types";
import { useText } from "../i18n/context";
import type { IconName } from "../ui/Icon";
import { Tag, type Tone } from "../ui/Tag";

const LOOK: Record<Campaign["status"], [Tone, IconName]> = {
  active: ["ok", "play"],
  waiting: ["idle", "clock"],
  paused: ["warn", "pause"],
  stopped: ["idle", "stop"],
};

export function StatusTag({ status }: { status: Campaign["status"] }) {
  const text = useText();
  const [tone, icon] = LOOK[status];
  return (
    <Tag tone={tone} icon={icon}>
      {text.campaign.status[status]}
    </Tag>
  );
}
