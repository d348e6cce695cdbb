import { type KeyboardEvent, useEffect, useId, useRef, useState } from "react";
import { useText } from "../i18n/context";
import { Dialog } from "../ui/Dialog";
import { Icon } from "../ui/Icon";
import { matches } from "../ui/matches";
import { type Command, useCommands } from "./useCommands";
import "./command.css";

const SHOWN = 12;

/** Goes anywhere by name: typed, chosen with the arrows, done with Enter. */
export default function CommandPalette({ onClose }: { onClose: () => void }) {
  const { command: words } = useText();
  const id = useId();
  const [search, setSearch] = useState("");
  const [chosen, setChosen] = useState(0);
  const found = useCommands()
    .filter((one) => matches(`${one.name} ${one.hint}`, search))
    .slice(0, SHOWN);
  const at = Math.min(chosen, found.length - 1);

  const run = (command: Command | undefined) => {
    if (!command) return;
    onClose();
    command.run();
  };
  const onKey = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === "Enter") run(found[at]);
    else if (step) setChosen((at + step + found.length) % found.length);
    else return;
    event.preventDefault();
  };
  return (
    <Dialog title={words.title} onClose={onClose} className="palette">
      <input
        type="text"
        role="combobox"
        aria-label={words.title}
        aria-expanded="true"
        aria-controls={id}
        aria-activedescendant={found[at] && `${id} ${found[at].id}`.replaceAll(" ", "-")}
        autoComplete="off"
        placeholder={words.hint}
        value={search}
        onChange={(event) => {
          setSearch(event.target.value);
          setChosen(0);
        }}
        onKeyDown={onKey}
      />
      <div role="listbox" id={id} aria-label={words.title}>
        {found.map((command, index) => (
          <Choice
            key={command.id}
            id={`${id} ${command.id}`.replaceAll(" ", "-")}
            command={command}
            chosen={index === at}
            onRun={() => run(command)}
          />
        ))}
      </div>
      {found.length === 0 && <p className="palette-none quiet">{words.none}</p>}
      <p className="palette-keys small quiet">{words.keys}</p>
    </Dialog>
  );
}

interface ChoiceProps {
  id: string;
  command: Command;
  chosen: boolean;
  onRun: () => void;
}

function Choice({ id, command, chosen, onRun }: ChoiceProps) {
  const element = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (chosen) element.current?.scrollIntoView({ block: "nearest" });
  }, [chosen]);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Enter in the field does the same
    // biome-ignore lint/a11y/useFocusableInteractive: the field keeps the focus
    <div ref={element} id={id} role="option" aria-selected={chosen} onClick={onRun}>
      <Icon name={command.icon} />
      <span className="clip">{command.name}</span>
      <span className="small quiet">{command.hint}</span>
    </div>
  );
}
