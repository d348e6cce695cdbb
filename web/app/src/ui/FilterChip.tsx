import type { ReactNode } from "react";
import { useText } from "../i18n/context";
import { Icon } from "./Icon";

/** A filter that has no field of its own: it says what it holds, and a click lets go of it. */
export function FilterChip({ children, onClear }: { children: ReactNode; onClear: () => void }) {
  const text = useText();
  return (
    <button type="button" className="button chip" title={text.common.clearOne} onClick={onClear}>
      <span className="clip">{children}</span>
      <Icon name="close" size={11} />
    </button>
  );
}
