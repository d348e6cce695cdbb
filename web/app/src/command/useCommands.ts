import { useBrasaClient, useLive } from "@brasa/react";
import { useMemo } from "react";
import { PLACES } from "../app/places";
import { useBotList } from "../bot/useBotList";
import { useCampaignList } from "../campaign/useCampaignList";
import { useLanguage, useText } from "../i18n/context";
import { navigate } from "../router/location";
import { changeSettings } from "../settings/settings";
import type { IconName } from "../ui/Icon";

/** Something the palette can do. */
export interface Command {
  id: string;
  icon: IconName;
  name: string;
  /** What kind of thing it is, or the keys that do the same. */
  hint: string;
  run: () => void;
}

/** Pages, campaigns, bots and switches: all that has a name. */
export function useCommands(): Command[] {
  const text = useText();
  const language = useLanguage();
  const { store } = useBrasaClient();
  const paused = useLive((snapshot) => snapshot.paused);
  const { data: campaigns = [] } = useCampaignList();
  const { data: bots = [] } = useBotList();
  return useMemo(
    () => [
      ...PLACES.map(({ href, name, key }) => ({
        id: href,
        icon: name,
        name: text.nav[name],
        hint: `g ${key}`,
        run: () => navigate(href),
      })),
      ...campaigns.map(({ campaignId, name }) => ({
        id: `campaign ${campaignId}`,
        icon: "campaigns" as const,
        name,
        hint: text.campaign.one,
        run: () => navigate(`/campaigns/${encodeURIComponent(campaignId)}`),
      })),
      ...bots.map(({ sessionId, sessionName }) => ({
        id: `bot ${sessionId}`,
        icon: "bots" as const,
        name: sessionName,
        hint: text.bot.one,
        run: () => navigate(`/bots/${encodeURIComponent(sessionId)}`),
      })),
      {
        id: "pause",
        icon: paused ? "play" : "pause",
        name: paused ? text.connection.resume : text.connection.pause,
        hint: "",
        run: () => (paused ? store.resume() : store.pause()),
      },
      ...(["light", "dark"] as const).map((theme) => ({
        id: theme,
        icon: "settings" as const,
        name: `${text.settings.theme}: ${text.settings[theme]}`,
        hint: "",
        run: () => changeSettings({ theme }),
      })),
      {
        id: "language",
        icon: "settings",
        name: language === "en" ? "Português" : "English",
        hint: text.settings.language,
        run: () => changeSettings({ language: language === "en" ? "pt-BR" : "en" }),
      },
    ],
    [text, language, store, paused, campaigns, bots],
  );
}
