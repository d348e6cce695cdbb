import type { LogLine } from "../api/types";
import { useBotList } from "../bot/useBotList";
import { useCampaignList } from "../campaign/useCampaignList";
import { useText } from "../i18n/context";
import { SearchField } from "../ui/SearchField";
import { SelectField } from "../ui/SelectField";
import { LevelMark } from "./LevelMark";
import type { LogFilter } from "./lines";
import { LEVELS } from "./useLogFilter";

interface LogFiltersProps {
  filter: LogFilter;
  onToggleLevel: (level: LogLine["level"]) => void;
  onChange: (changes: Record<string, string | null>) => void;
}

export function LogFilters({ filter, onToggleLevel, onChange }: LogFiltersProps) {
  const text = useText();
  const { data: campaigns = [] } = useCampaignList();
  const { data: bots = [] } = useBotList();
  return (
    <div className="filters">
      <SearchField
        value={filter.search}
        hint={text.log.searchHint}
        onChange={(search) => onChange({ search })}
      />
      <SelectField
        label={text.execution.campaign}
        value={filter.campaignId}
        all={text.common.allFem}
        options={campaigns.map((one) => [one.campaignId, one.name] as const)}
        onChange={(campaign) => onChange({ campaign })}
      />
      <SelectField
        label={text.execution.session}
        value={filter.sessionId}
        all={text.common.allFem}
        options={bots.map((one) => [one.sessionId, one.sessionName] as const)}
        onChange={(session) => onChange({ session })}
      />
      <fieldset className="levels">
        <legend className="field">{text.log.levels}</legend>
        {LEVELS.map((level) => (
          <button
            key={level}
            type="button"
            className="button"
            aria-pressed={filter.levels.has(level)}
            onClick={() => onToggleLevel(level)}
          >
            <LevelMark level={level} word />
          </button>
        ))}
      </fieldset>
    </div>
  );
}
