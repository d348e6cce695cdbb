import { useRef } from "react";
import { useFormat, useLanguage, useText } from "../i18n/context";
import { useOrganization } from "../organization/context";
import { Icon } from "../ui/Icon";
import { Segments } from "../ui/Segments";
import { changeSettings, useSettings } from "./settings";
import "../ui/popover.css";
import "./settings.css";

/** Theme, language, alerts and organization, behind one button. */
export function SettingsMenu() {
  const text = useText();
  const words = text.settings;
  const menu = useRef<HTMLDivElement>(null);
  const { theme, alerts = false } = useSettings();
  const language = useLanguage();
  const { me, organization } = useOrganization();
  const format = useFormat();
  const themes = [
    ["system", words.system],
    ["light", words.light],
    ["dark", words.dark],
  ] as const;
  const languages = [
    ["pt-BR", "Português"],
    ["en", "English"],
  ] as const;
  return (
    <>
      <button
        type="button"
        className="button bare settings-button"
        popoverTarget="settings"
        aria-label={words.title}
      >
        <Icon name="settings" size={16} />
      </button>
      <div
        ref={menu}
        id="settings"
        popover="auto"
        className="popover settings"
        role="dialog"
        aria-label={words.title}
      >
        <Row label={words.theme}>
          <Segments
            label={words.theme}
            value={theme}
            options={themes}
            onChange={(next) => changeSettings({ theme: next })}
          />
        </Row>
        <Row label={words.language}>
          <Segments
            label={words.language}
            value={language}
            options={languages}
            onChange={(next) => changeSettings({ language: next })}
          />
        </Row>
        <label className="check">
          <input
            type="checkbox"
            checked={alerts}
            onChange={(event) => void allowAlerts(event.target.checked)}
          />
          <span>
            {words.alerts}
            <small>{words.alertsNote}</small>
          </span>
        </label>
        {me.organizations.length > 1 && (
          <label className="field">
            {words.organization}
            <select
              value={organization.id}
              onChange={(event) => changeSettings({ organizationId: Number(event.target.value) })}
            >
              {me.organizations.map((one) => (
                <option key={one.id} value={one.id}>
                  {one.name}
                </option>
              ))}
            </select>
          </label>
        )}
        <dl className="facts small">
          {me.organizations.length === 1 && (
            <>
              <dt>{words.organization}</dt>
              <dd>{organization.name}</dd>
            </>
          )}
          <dt>{words.zone}</dt>
          <dd>{format.zone}</dd>
          <dt>{words.access}</dt>
          <dd>
            {words.role[me.role]}
            {me.mode === "open" && ` · ${words.openMode}`}
          </dd>
          <dt>{words.version}</dt>
          <dd>{me.version}</dd>
        </dl>
      </div>
    </>
  );
}

function Row({ label, children }: { label: string; children: React.ReactNode }) {
  return (
    <div className="settings-row">
      <span>{label}</span>
      {children}
    </div>
  );
}

/** The browser asks the person; a refusal leaves the setting off. */
async function allowAlerts(wanted: boolean): Promise<void> {
  const granted = wanted && (await Notification.requestPermission()) === "granted";
  changeSettings({ alerts: granted });
}
