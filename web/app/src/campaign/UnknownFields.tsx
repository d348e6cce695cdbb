import { useText } from "../i18n/context";

const CHOICES = ["sent", "failed", "retry"] as const;

/** What to make of sends that the channel took and never answered. */
export function UnknownFields() {
  const { action: words } = useText();
  return (
    <fieldset className="choices">
      <legend className="unseen">{words.ask["resolve-unknown"]}</legend>
      {CHOICES.map((choice) => (
        <label key={choice}>
          <input type="radio" name="as" value={choice} defaultChecked={choice === "sent"} />
          {words.as[choice]}
        </label>
      ))}
    </fieldset>
  );
}
