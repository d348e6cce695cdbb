import type { FormEvent } from "react";
import { useText } from "../i18n/context";
import { Link } from "../router/Link";
import { Icon } from "../ui/Icon";
import { useViews, type View } from "./views";
import "../ui/popover.css";
import "./views.css";

/** The filters of a page under a name, behind one button. */
export function SavedViews() {
  const { view: words } = useText();
  const { views, current, save, remove } = useViews();
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    const name = String(new FormData(form).get("name") ?? "").trim();
    if (name) save(name);
    form.reset();
  };
  return (
    <>
      <button type="button" className="button" popoverTarget="views">
        <Icon name="view" />
        {words.title}
        {views.length > 0 && <span className="quiet">{views.length}</span>}
      </button>
      <div
        id="views"
        popover="auto"
        className="popover views"
        role="dialog"
        aria-label={words.title}
      >
        {views.length === 0 && <p className="quiet small">{words.none}</p>}
        <ul>
          {views.map((view) => (
            <SavedView
              key={view.name}
              view={view}
              current={view.query === current}
              onRemove={() => remove(view.name)}
            />
          ))}
        </ul>
        <form onSubmit={submit}>
          <label className="field">
            {words.save}
            <input name="name" maxLength={60} required autoComplete="off" disabled={!current} />
          </label>
          <button type="submit" className="button" disabled={!current}>
            {words.keep}
          </button>
        </form>
        {!current && <p className="quiet small">{words.nothing}</p>}
      </div>
    </>
  );
}

interface SavedViewProps {
  view: View;
  current: boolean;
  onRemove: () => void;
}

function SavedView({ view, current, onRemove }: SavedViewProps) {
  const { view: words } = useText();
  return (
    <li>
      <Link href={`${view.path}?${view.query}`} aria-current={current ? "true" : undefined}>
        {view.name}
      </Link>
      <button
        type="button"
        className="button bare"
        aria-label={words.remove(view.name)}
        onClick={onRemove}
      >
        <Icon name="close" />
      </button>
    </li>
  );
}
