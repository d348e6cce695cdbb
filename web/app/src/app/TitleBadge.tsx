import { useLive } from "@brasa/react";
import { useEffect, useRef } from "react";
import { useText } from "../i18n/context";
import { useSettings } from "../settings/settings";
import { badgeTitle } from "./title";

/** While the tab is out of sight its title counts the warnings and errors that arrived. */
export function TitleBadge() {
  const text = useText();
  const { alerts = false } = useSettings();
  const notifications = useLive((snapshot) => snapshot.notifications);
  const seen = useRef(notifications);
  const missed = useRef(0);

  useEffect(() => {
    const known = new Set(seen.current);
    seen.current = notifications;
    if (document.visibilityState === "visible") return;
    const serious = notifications.filter(
      (one) => !known.has(one) && /warning|error/.test(one.type),
    );
    missed.current += serious.length;
    badgeTitle(missed.current);
    if (!alerts || serious.length === 0 || Notification.permission !== "granted") return;
    new Notification(`Brasa · ${text.notification.title}`, { body: serious[0]?.message ?? "" });
  }, [notifications, alerts, text]);

  useEffect(() => {
    const onVisible = () => {
      if (document.visibilityState !== "visible") return;
      missed.current = 0;
      badgeTitle(0);
    };
    document.addEventListener("visibilitychange", onVisible);
    return () => document.removeEventListener("visibilitychange", onVisible);
  }, []);
  return null;
}
