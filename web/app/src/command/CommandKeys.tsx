import { lazy, Suspense, useCallback, useEffect, useState } from "react";
import { PLACES } from "../app/places";
import { useText } from "../i18n/context";
import { navigate } from "../router/location";
import { Icon } from "../ui/Icon";
import { isTyping } from "../ui/SearchField";
import "./command.css";

const CommandPalette = lazy(() => import("./CommandPalette"));
/** How long the second key of `g o` is waited for, ms. */
const SECOND_KEY_MS = 1_200;

/** Opens the palette, by its button or Ctrl-K; `g` and a letter go to a page. */
export function CommandKeys() {
  const { command: words } = useText();
  const [open, setOpen] = useState(false);
  const show = useCallback(() => setOpen(true), []);
  useKeys(show);
  return (
    <>
      <button type="button" className="button go-to" aria-keyshortcuts="Control+K" onClick={show}>
        <Icon name="search" />
        <span>{words.open}</span>
        <kbd>Ctrl K</kbd>
      </button>
      {open && (
        <Suspense>
          <CommandPalette onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  );
}

function useKeys(openPalette: () => void): void {
  useEffect(() => {
    let goSince = Number.NEGATIVE_INFINITY;
    const onKey = (event: KeyboardEvent) => {
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
        event.preventDefault();
        openPalette();
        return;
      }
      const modified = event.ctrlKey || event.metaKey || event.altKey;
      if (modified || isTyping(event.target) || document.querySelector("dialog[open]")) return;
      const going = event.timeStamp - goSince < SECOND_KEY_MS;
      goSince = event.key === "g" ? event.timeStamp : Number.NEGATIVE_INFINITY;
      const place = going && PLACES.find((one) => one.key === event.key);
      if (place) navigate(place.href);
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, [openPalette]);
}
