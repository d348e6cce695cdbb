import type { Campaign } from "../api/types";
import { useFormat, useText } from "../i18n/context";
import { progressOf } from "./progressOf";
import "./progress.css";

interface ProgressBarProps {
  campaign: Campaign;
  /** Also says the figures in words, below the bar. */
  withWords?: boolean;
}

/** How far a campaign is: the glowing part was accepted, the red failed, the striped never answered. */
export function ProgressBar({ campaign, withWords = false }: ProgressBarProps) {
  const text = useText();
  const format = useFormat();
  const { total, sent, failed, unknown, skipped, done, daily } = progressOf(campaign);
  const width = (count: number) => ({ width: `${total > 0 ? (100 * count) / total : 0}%` });
  const words = text.common.of(format.number(done), format.number(total));
  return (
    <div className="progress">
      <div
        className="progress-bar"
        role="progressbar"
        aria-label={text.campaign.progress}
        aria-valuemin={0}
        aria-valuemax={total}
        aria-valuenow={done}
        aria-valuetext={words}
      >
        <span className="sent" style={width(sent)} />
        <span className="failed" style={width(failed)} />
        <span className="unknown" style={width(unknown)} />
        <span className="skipped" style={width(skipped)} />
      </div>
      {withWords && (
        <p className="small quiet">
          {words} {daily && text.common.today}{" "}
          <span className="nowrap">· {format.share(done, total)}</span>
        </p>
      )}
    </div>
  );
}
