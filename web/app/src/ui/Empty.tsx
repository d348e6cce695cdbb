import type { ReactNode } from "react";
import type { ApiError } from "../api/http";
import { useText } from "../i18n/context";
import { Link } from "../router/Link";
import { Icon, type IconName } from "./Icon";

interface EmptyProps {
  icon: IconName;
  title: string;
  note?: string;
  children?: ReactNode;
}

/** Says why there is nothing here, and what would change that. */
export function Empty({ icon, title, note, children }: EmptyProps) {
  return (
    <div className="empty">
      <Icon name={icon} size={30} />
      <p>{title}</p>
      {note && <p className="small">{note}</p>}
      {children}
    </div>
  );
}

/** In the place of something not read yet, or that could not be read. */
export function Pending({ error, reload }: { error: ApiError | undefined; reload: () => void }) {
  const text = useText();
  if (!error) {
    return (
      <div className="empty" role="status">
        {text.common.loading}
      </div>
    );
  }
  if (error.status === 404) {
    return (
      <Empty icon="search" title={error.message}>
        <Link className="button" href="/">
          {text.common.home}
        </Link>
      </Empty>
    );
  }
  return (
    <Empty icon="warn" title={text.common.failed} note={error.message}>
      <button type="button" className="button" onClick={reload}>
        <Icon name="retry" />
        {text.common.retry}
      </button>
    </Empty>
  );
}
