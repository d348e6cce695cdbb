import { useText } from "../i18n/context";

/** Why the campaign is paused, and when it goes on by itself. */
export function PauseFields() {
  const { action: words } = useText();
  return (
    <>
      <label className="field">
        {words.reason}
        <input name="reason" maxLength={200} placeholder={words.reasonHint} autoComplete="off" />
      </label>
      <label className="field">
        {words.until}
        <select name="minutes" defaultValue="">
          <option value="">{words.untilResumed}</option>
          <option value="30">{words.in30}</option>
          <option value="60">{words.in1h}</option>
          <option value="240">{words.in4h}</option>
        </select>
      </label>
    </>
  );
}
