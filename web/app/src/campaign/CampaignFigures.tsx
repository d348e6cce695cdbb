import type { Campaign } from "../api/types";
import { useFormat, useText } from "../i18n/context";
import { useRate } from "../throughput/useRate";
import { Figure } from "../ui/Figure";
import { Countdown } from "./Countdown";
import { ProgressBar } from "./ProgressBar";
import { progressOf } from "./progressOf";

/** Progress, rate, and when it ends or runs next. */
export function CampaignFigures({ campaign }: { campaign: Campaign }) {
  const text = useText();
  const words = text.campaign;
  const format = useFormat();
  const rate = useRate({ campaignId: campaign.campaignId });
  const { progress, sentToday, targetToday, activeSessions, totalSessions, nextExecution } =
    campaign;
  const { eta } = progress;
  const { done, total } = progressOf(campaign);
  const ended = campaign.status === "stopped";
  const waits = campaign.status !== "active" && nextExecution;
  return (
    <dl className="figures">
      <Figure label={words.progress} value={format.share(done, total)}>
        <ProgressBar campaign={campaign} withWords />
      </Figure>
      <Figure
        label={words.today}
        value={format.number(sentToday)}
        unit={ended ? "" : `/ ${format.number(targetToday)}`}
      />
      <Figure
        label={words.rate}
        value={rate === undefined ? "–" : format.decimal(rate, 1)}
        unit={words.perMinute}
      >
        {text.overview.rateNote}
      </Figure>
      {ended ? (
        <Figure label={words.sessions} value={String(totalSessions)} />
      ) : (
        <Figure label={words.sessions} value={String(activeSessions)} unit={`/ ${totalSessions}`}>
          {words.sessionsReady(activeSessions, totalSessions)}
        </Figure>
      )}
      {waits && (
        <Figure label={words.next} plain>
          <Countdown at={waits} timeZone={campaign.timezone} />
        </Figure>
      )}
      {!ended && (
        <Figure label={words.eta} plain>
          {eta ? <Countdown at={eta} timeZone={campaign.timezone} /> : words.etaNone}
          {eta && <div className="note">{words.etaNote}</div>}
        </Figure>
      )}
    </dl>
  );
}
