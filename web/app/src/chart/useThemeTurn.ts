import { useEffect, useState } from "react";

/** A number that grows when the theme changes: a canvas does not follow CSS by itself. */
export function useThemeTurn(): number {
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    const next = () => setTurn((current) => current + 1);
    const system = window.matchMedia("(prefers-color-scheme: dark)");
    const chosen = new MutationObserver(next);
    system.addEventListener("change", next);
    chosen.observe(document.documentElement, { attributeFilter: ["data-theme"] });
    return () => {
      system.removeEventListener("change", next);
      chosen.disconnect();
    };
  }, []);
  return turn;
}
