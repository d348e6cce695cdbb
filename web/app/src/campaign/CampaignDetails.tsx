import type { CampaignDetail, SendingWindow } from "../api/types";
import { useFormat, useLanguage, useText } from "../i18n/context";
import { Panel } from "../ui/Panel";

/** What the campaign is set to do: kind, windows, quiet hours, texts. */
export function CampaignDetails({ campaign }: { campaign: CampaignDetail }) {
  const { campaign: words } = useText();
  const format = useFormat(campaign.timezone);
  const { quietHours, templates, windows, startsAt, endsAt } = campaign;
  const weights = templates.reduce((sum, template) => sum + template.weight, 0);
  const language = useLanguage();
  return (
    <Panel title={words.details} aside={<span className="small quiet">{format.zone}</span>}>
      <dl className="facts">
        <dt>{words.type}</dt>
        <dd>{words.kind[campaign.kind]}</dd>
        <dt>{words.windows}</dt>
        <dd>
          {windows.length === 0 && words.anyTime}
          {windows.map((window) => (
            <div key={windowText(window, language, words)}>
              {windowText(window, language, words)}
            </div>
          ))}
        </dd>
        {quietHours && (
          <>
            <dt>{words.quiet}</dt>
            <dd>
              {quietHours.from}–{quietHours.to}
            </dd>
          </>
        )}
        <dt>{words.dailyTarget}</dt>
        <dd>{format.number(campaign.dailyTarget)}</dd>
        {startsAt && (
          <>
            <dt>{words.starts}</dt>
            <dd>{format.full(startsAt)}</dd>
          </>
        )}
        {endsAt && (
          <>
            <dt>{words.ends}</dt>
            <dd>{format.full(endsAt)}</dd>
          </>
        )}
        <dt>{words.created}</dt>
        <dd>{format.full(campaign.createdAt)}</dd>
      </dl>
      {templates.length > 0 && <h3 style={{ margin: "16px 0 8px" }}>{words.templates}</h3>}
      {templates.map((template) => (
        <div key={template.name} className="template">
          <strong>{template.name}</strong>{" "}
          <span className="small quiet">
            {words.weight(format.share(template.weight, weights))}
          </span>
          <p>{template.body}</p>
        </div>
      ))}
    </Panel>
  );
}

/** `seg., ter. 08:00–18:00`; day 1 is Monday. */
function windowText(
  { days, from, to }: SendingWindow,
  language: string,
  words: { everyDay: string; allDay: string },
): string {
  const name = new Intl.DateTimeFormat(language, { weekday: "short", timeZone: "UTC" });
  // 1 January 2024 was a Monday.
  const names = days.map((day) => name.format(Date.UTC(2024, 0, day)));
  const hours = from === to ? words.allDay : `${from}–${to}`;
  return `${days.length === 7 ? words.everyDay : names.join(", ")} ${hours}`;
}
