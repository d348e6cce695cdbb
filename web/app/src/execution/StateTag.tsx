import type { ExecutionState } from "../api/types";
import { useText } from "../i18n/context";
import type { IconName } from "../ui/Icon";
import { Tag, type Tone } from "../ui/Tag";

const LOOK: Record<ExecutionState, [Tone, IconName]> = {
  pending: ["idle", "clock"],
  scheduled: ["idle", "clock"],
  sending: ["info", "executions"],
  sent: ["ok", "ok"],
  delivered: ["ok", "read"],
  read: ["ok", "read"],
  failed: ["bad", "bad"],
  unknown: ["warn", "unknown"],
  skipped: ["idle", "skip"],
};

export function StateTag({ state }: { state: ExecutionState }) {
  const text = useText();
  const [tone, icon] = LOOK[state];
  return (
    <Tag tone={tone} icon={icon}>
      {text.execution.states[state]}
    </Tag>
  );
}
