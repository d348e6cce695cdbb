import { useLive } from "@brasa/react";
import {
  createContext,
  type ReactNode,
  useCallback,
  useContext,
  useEffect,
  useRef,
  useState,
} from "react";
import type { Tone } from "../ui/Tag";

export interface Toast {
  id: number;
  tone: Tone;
  message: string;
  /** What undoes it, while the toast is shown. */
  undo?: () => void;
  /** Time on screen, ms. */
  lifeMs: number;
}

export type NewToast = Omit<Toast, "id" | "lifeMs"> & { lifeMs?: number };

interface Notifications {
  toasts: readonly Toast[];
  show: (toast: NewToast) => void;
  dismiss: (id: number) => void;
}

const SHOWN = 4;
const LIFE_MS = 7_000;
const TONES: Record<string, Tone> = { info: "info", success: "ok", warning: "warn", error: "bad" };

const NotificationContext = createContext<Notifications | null>(null);

/** Shows what the server notifies and what actions report. */
export function NotificationProvider({ children }: { children: ReactNode }) {
  const [toasts, setToasts] = useState<readonly Toast[]>([]);
  const nextId = useRef(0);
  const show = useCallback((toast: NewToast) => {
    nextId.current += 1;
    const made = { lifeMs: LIFE_MS, ...toast, id: nextId.current };
    setToasts((shown) => [...shown, made].slice(-SHOWN));
  }, []);
  const dismiss = useCallback((id: number) => {
    setToasts((shown) => shown.filter((toast) => toast.id !== id));
  }, []);
  useServerNotifications(show);
  return <NotificationContext value={{ toasts, show, dismiss }}>{children}</NotificationContext>;
}

function useServerNotifications(show: Notifications["show"]): void {
  const notifications = useLive((snapshot) => snapshot.notifications);
  const known = useRef(notifications);
  useEffect(() => {
    const before = new Set(known.current);
    known.current = notifications;
    for (const one of notifications.filter((each) => !before.has(each)).reverse()) {
      show({ tone: TONES[one.type] ?? "info", message: one.message });
    }
  }, [notifications, show]);
}

export function useNotifications(): Notifications {
  const value = useContext(NotificationContext);
  if (!value) throw new Error("This belongs below <NotificationProvider>.");
  return value;
}
