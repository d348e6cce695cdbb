import { useEffect } from "react";
import { useText } from "../i18n/context";
import { Icon, type IconName } from "../ui/Icon";
import type { Tone } from "../ui/Tag";
import { type Toast, useNotifications } from "./context";
import "./toasts.css";

const ICONS: Record<Tone, IconName> = {
  ok: "ok",
  info: "info",
  warn: "warn",
  bad: "bad",
  idle: "info",
};

export function Toasts() {
  const text = useText();
  const { toasts, dismiss } = useNotifications();
  return (
    <section className="toasts" aria-label={text.notification.title} aria-live="polite">
      {toasts.map((toast) => (
        <ToastCard key={toast.id} toast={toast} onDismiss={() => dismiss(toast.id)} />
      ))}
    </section>
  );
}

function ToastCard({ toast, onDismiss }: { toast: Toast; onDismiss: () => void }) {
  const text = useText();
  // biome-ignore lint/correctness/useExhaustiveDependencies: one timer for the toast's whole life
  useEffect(() => {
    const timer = setTimeout(onDismiss, toast.lifeMs);
    return () => clearTimeout(timer);
  }, [toast.id]);
  const undo = () => {
    toast.undo?.();
    onDismiss();
  };
  return (
    <div className={`toast ${toast.tone}`}>
      <Icon name={ICONS[toast.tone]} />
      <p>{toast.message}</p>
      {toast.undo && (
        <button type="button" className="button" onClick={undo}>
          {text.common.undo}
        </button>
      )}
      <button
        type="button"
        className="button bare"
        aria-label={text.notification.dismiss}
        onClick={onDismiss}
      >
        <Icon name="close" />
      </button>
    </div>
  );
}
