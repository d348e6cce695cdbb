import type { ReactNode } from "react";

interface FigureProps {
  label: string;
  value?: string;
  unit?: string;
  /** The children are the value, in the size of text. */
  plain?: boolean;
  tone?: "bad" | "warn" | undefined;
  children?: ReactNode;
}

/** One figure of a row of figures: what it is, how much, and a note. */
export function Figure({ label, value, unit, plain, tone, children }: FigureProps) {
  return (
    <div className="figure">
      <dt>{label}</dt>
      {plain ? (
        <dd style={{ font: "inherit", letterSpacing: 0 }}>{children}</dd>
      ) : (
        <dd className={tone ? `plain-${tone}` : undefined}>
          {value} {unit && <small>{unit}</small>}
          {children && <div className="note">{children}</div>}
        </dd>
      )}
    </div>
  );
}
