import type { SessionHealth } from "../api/types";
import { useFormat, useText } from "../i18n/context";
import { Bell } from "./Bell";
import { bandOf } from "./curve";
import "./bot.css";

/** A score: its number, its band in words, and its place on the bell; unmeasured, it says so. */
export function ScoreFigure({ health }: { health: SessionHealth }) {
  const { healthScore: score, evidence } = health;
  const format = useFormat();
  const { bot: words } = useText();
  const band = bandOf(score);
  return (
    <span className={`score-figure ${band}`}>
      <Bell score={score} />
      <strong>{format.decimal(score, 1)}</strong>
      <span className="small">{evidence === "none" ? words.notMeasured : words.band[band]}</span>
    </span>
  );
}
