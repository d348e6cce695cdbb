import { useEffect, useRef, useState } from "react";
import { useText } from "../i18n/context";
import { useDebounced } from "./useDebounced";

interface SearchFieldProps {
  value: string;
  hint?: string;
  onChange: (value: string) => void;
}

/** A search box that tells its value once the typing rests; `/` brings the focus to it. */
export function SearchField({ value, hint, onChange }: SearchFieldProps) {
  const text = useText();
  const [typed, setTyped] = useState(value);
  const settled = useDebounced(typed);
  const input = useRef<HTMLInputElement>(null);
  const tell = useRef(onChange);
  tell.current = onChange;
  // biome-ignore lint/correctness/useExhaustiveDependencies: only typing tells, not the address bar
  useEffect(() => {
    if (settled !== value) tell.current(settled);
  }, [settled]);
  useEffect(() => setTyped(value), [value]);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== "/" || isTyping(event.target)) return;
      event.preventDefault();
      input.current?.focus();
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, []);
  return (
    <label className="field">
      {text.common.search}
      <input
        ref={input}
        type="search"
        value={typed}
        placeholder={hint}
        onChange={(event) => setTyped(event.target.value)}
      />
    </label>
  );
}

/** True when a key belongs to a field rather than to the page. */
export function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && /^(INPUT|SELECT|TEXTAREA)$/.test(target.tagName);
}
