import type { Campaign } from "../api/types";
import { ProgressBar } from "../campaign/ProgressBar";
import { StatusTag } from "../campaign/StatusTag";
import { useFormat } from "../i18n/context";

export function WallCampaign({ campaign }: { campaign: Campaign }) {
  const format = useFormat();
  const { name, status, description, sentToday, targetToday } = campaign;
  return (
    <li>
      <strong className="clip">{name}</strong>
      <StatusTag status={status} />
      <span className="wall-today">
        {format.number(sentToday)}
        {status !== "stopped" && <small>/{format.number(targetToday)}</small>}
      </span>
      <ProgressBar campaign={campaign} />
      <p className="clip quiet">{description}</p>
    </li>
  );
}
