import { BrasaProvider, createBrasaClient } from "@brasa/react";
import { type ReactNode, useCallback, useEffect, useMemo, useState } from "react";
import { learnServerTime } from "../api/clock";
import { ApiError, Http } from "../api/http";
import type { Me } from "../api/types";
import { LocaleProvider } from "../i18n/context";
import { type Language, useSettings } from "../settings/settings";
import { OrganizationContext } from "./context";
import { fillGapWith } from "./gap";
import { SignIn } from "./SignIn";

/** Kept for the tab only: a shared computer forgets it. */
const TOKEN_KEY = "brasa.token";
const RINGS = { logs: 5_000, executions: 1_000, notifications: 50 };
/** Ten updates a second are as live as an eye can tell, and leave the page its time. */
const FLUSH_MS = 100;

type Reading = { me: Me } | { error: ApiError } | null;

/** Finds out who is looking at what, then opens the live connection below it. */
export function OrganizationGate({ children }: { children: ReactNode }) {
  const { organizationId, language } = useSettings();
  const [token, setToken] = useState(() => sessionStorage.getItem(TOKEN_KEY) ?? undefined);
  const [reading, setReading] = useState<Reading>(null);
  const http = useMemo(() => new Http(token), [token]);

  const read = useCallback(() => {
    setReading(null);
    http
      .get<Me>("/me")
      .then((me) => {
        learnServerTime(me.serverTime);
        setReading({ me });
      })
      .catch((error: unknown) => {
        if (error instanceof ApiError) setReading({ error });
      });
  }, [http]);
  useEffect(read, [read]);

  const me = reading && "me" in reading ? reading.me : undefined;
  const organization =
    me?.organizations.find((one) => one.id === organizationId) ?? me?.organizations[0];
  const open = useMemo(() => {
    if (!me || !organization) return undefined;
    const base = `/organizations/${organization.id}`;
    const client = createBrasaClient({
      organizationId: organization.id,
      url: window.location.origin,
      limits: RINGS,
      minFlushMs: FLUSH_MS,
      fillGap: fillGapWith(http, base),
      ...(token ? { token } : {}),
    });
    return { client, context: { me, organization, http, base, cache: new Map() } };
  }, [me, organization, http, token]);

  const spoken = language ?? asLanguage(organization?.language ?? navigator.language);
  const zone = organization?.timezone ?? "America/Sao_Paulo";
  const enter = (given: string) => {
    sessionStorage.setItem(TOKEN_KEY, given);
    setToken(given);
  };
  return (
    <LocaleProvider language={spoken} timeZone={zone}>
      {open ? (
        <OrganizationContext value={open.context}>
          <BrasaProvider client={open.client}>{children}</BrasaProvider>
        </OrganizationContext>
      ) : (
        <SignIn
          error={reading && "error" in reading ? reading.error : undefined}
          empty={me !== undefined}
          tried={token !== undefined}
          onEnter={enter}
          onRetry={read}
        />
      )}
    </LocaleProvider>
  );
}

function asLanguage(tag: string): Language {
  return tag.toLowerCase().startsWith("en") ? "en" : "pt-BR";
}
