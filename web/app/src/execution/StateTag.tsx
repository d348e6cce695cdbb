import type { Execution, ExecutionState } from "../api/types";
import { useText } from "../i18n/context";
import type { IconName } from "../ui/Icon";
import { Tag, type Tone } from "../ui/Tag";
import { waitsAgain } from "./waiting";

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

type Stands = Pick<Execution, "state" | "executedAt">;

export function StateTag({ execution }: { execution: Stands }) {
  const text = useText();
  const { state } = execution;
  const [tone, icon] = LOOK[state];
  if (waitsAgain(execution)) {
    return (
      <Tag tone="warn" icon="clock">
        {text.execution.waitsAgain}
      </Tag>
    );
  }
  return (
    <Tag tone={tone} icon={icon}>
      {text.execution.states[state]}
    </Tag>
  );
}
