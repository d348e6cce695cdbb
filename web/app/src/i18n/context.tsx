import { createContext, type ReactNode, useContext, useEffect, useMemo } from "react";
import { serverNow } from "../api/clock";
import type { Language } from "../settings/settings";
import type { Dictionary } from "./dictionary";
import { en } from "./en";
import { createFormat, type Format } from "./format";
import { ptBR } from "./pt-BR";

const DICTIONARIES: Record<Language, Dictionary> = { "pt-BR": ptBR, en };

interface Locale {
  language: Language;
  text: Dictionary;
  format: Format;
  /** The same language in another zone: campaigns may have their own. */
  formatIn: (timeZone: string) => Format;
}

const LocaleContext = createContext<Locale | null>(null);

interface LocaleProviderProps {
  language: Language;
  timeZone: string;
  children: ReactNode;
}

export function LocaleProvider({ language, timeZone, children }: LocaleProviderProps) {
  const locale = useMemo(() => {
    const formats = new Map<string, Format>();
    const formatIn = (zone: string) => {
      const known = formats.get(zone) ?? createFormat(language, zone, serverNow);
      formats.set(zone, known);
      return known;
    };
    return { language, text: DICTIONARIES[language], format: formatIn(timeZone), formatIn };
  }, [language, timeZone]);
  useEffect(() => {
    document.documentElement.lang = language;
  }, [language]);
  return <LocaleContext value={locale}>{children}</LocaleContext>;
}

function useLocale(): Locale {
  const locale = useContext(LocaleContext);
  if (!locale) throw new Error("No language: this belongs below <LocaleProvider>.");
  return locale;
}

/** What to say, in the language chosen. */
export const useText = (): Dictionary => useLocale().text;

/** How to write numbers and times; in the organization's zone, or the one given. */
export function useFormat(timeZone?: string): Format {
  const { format, formatIn } = useLocale();
  return timeZone ? formatIn(timeZone) : format;
}

export const useLanguage = (): Language => useLocale().language;
