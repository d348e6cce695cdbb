import type { ExecutionState } from "../api/types";
import { useBotList } from "../bot/useBotList";
import { useCampaignList } from "../campaign/useCampaignList";
import { useText } from "../i18n/context";
import { SearchField } from "../ui/SearchField";
import { SelectField } from "../ui/SelectField";
import type { ExecutionFilter } from "./filter";

const STATES = [
  "pending",
  "scheduled",
  "sending",
  "sent",
  "delivered",
  "read",
  "failed",
  "unknown",
  "skipped",
] as const satisfies ExecutionState[];
const TYPES = ["external", "internal"] as const;

/** Marks a choice that is a step of the funnel rather than one state. */
const REACHED = "reached:";

function stateOf(chosen: string): Record<"state" | "reached", string | null> {
  if (!chosen.startsWith(REACHED)) return { state: chosen, reached: null };
  return { state: null, reached: chosen.slice(REACHED.length) };
}

interface ExecutionFiltersProps {
  filter: ExecutionFilter;
  search: string;
  onChange: (changes: Record<string, string | null>) => void;
}

export function ExecutionFilters({ filter, search, onChange }: ExecutionFiltersProps) {
  const text = useText();
  const words = text.execution;
  const { data: campaigns = [] } = useCampaignList();
  const { data: bots = [] } = useBotList();
  return (
    <div className="filters">
      <SearchField
        value={search}
        hint={words.searchHint}
        onChange={(next) => onChange({ search: next })}
      />
      <SelectField
        label={words.campaign}
        value={filter.campaignId}
        all={text.common.allFem}
        options={campaigns.map((one) => [one.campaignId, one.name] as const)}
        onChange={(campaign) => onChange({ campaign })}
      />
      <SelectField
        label={words.session}
        value={filter.sessionId}
        all={text.common.allFem}
        options={bots.map((one) => [one.sessionId, one.sessionName] as const)}
        onChange={(session) => onChange({ session })}
      />
      <SelectField
        label={words.state}
        value={filter.reached ? REACHED + filter.reached : filter.state}
        all={text.common.all}
        options={[
          ...(["sent", "delivered"] as const).map(
            (step) => [REACHED + step, words.reached[step]] as const,
          ),
          ...STATES.map((state) => [state as string, words.states[state]] as const),
        ]}
        onChange={(chosen) => onChange({ reason: null, ...stateOf(chosen) })}
      />
      <SelectField
        label={words.type}
        value={filter.type}
        all={text.common.all}
        options={TYPES.map((type) => [type as string, words.types[type]] as const)}
        onChange={(type) => onChange({ type })}
      />
    </div>
  );
}
