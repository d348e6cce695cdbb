import { type ReactNode, useId } from "react";

interface PanelProps {
  title: string;
  /** Beside the title: a link, a switch, a note. */
  aside?: ReactNode;
  /** Without padding: tables and lists draw to the edge. */
  flush?: boolean;
  className?: string;
  children: ReactNode;
}

/** A titled part of a page. */
export function Panel({ title, aside, flush, className = "", children }: PanelProps) {
  const id = useId();
  return (
    <section className={`panel ${className}`} aria-labelledby={id}>
      <header className="panel-head">
        <h2 id={id}>{title}</h2>
        {aside}
      </header>
      {flush ? children : <div className="panel-body">{children}</div>}
    </section>
  );
}
