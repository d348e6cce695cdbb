import type { Campaign } from "../api/types";
import { useText } from "../i18n/context";

/** Only contacts are written to again, and only by a campaign that has not ended. */
export const choicesFor = ({ kind, status }: Pick<Campaign, "kind" | "status">) =>
  kind === "internal" || status === "stopped"
    ? (["sent", "failed"] as const)
    : (["sent", "failed", "retry"] as const);

/** What to make of sends that the channel took and never answered. */
export function UnknownFields({ campaign }: { campaign: Campaign }) {
  const { action: words } = useText();
  return (
    <fieldset className="choices">
      <legend className="unseen">{words.ask["resolve-unknown"]}</legend>
      {choicesFor(campaign).map((choice) => (
        <label key={choice}>
          <input type="radio" name="as" value={choice} defaultChecked={choice === "sent"} />
          {words.as[choice]}
        </label>
      ))}
    </fieldset>
  );
}
