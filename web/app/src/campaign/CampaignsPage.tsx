import type { Campaign } from "../api/types";
import { usePageTitle } from "../app/title";
import { useText } from "../i18n/context";
import { useQuery } from "../router/location";
import { Empty, Pending } from "../ui/Empty";
import { matches } from "../ui/matches";
import { SearchField } from "../ui/SearchField";
import { SelectField } from "../ui/SelectField";
import { SavedViews } from "../views/SavedViews";
import { CampaignTable } from "./CampaignTable";
import { NoCampaigns } from "./NoCampaigns";
import { useCampaignList } from "./useCampaignList";

const STATUSES = ["active", "waiting", "paused", "stopped"] as const;

export default function CampaignsPage() {
  const text = useText();
  usePageTitle(text.campaign.title);
  const words = text.campaign;
  const [query, change] = useQuery();
  const { data, error, reload } = useCampaignList();
  const status = (query.get("status") ?? "") as Campaign["status"] | "";
  const search = query.get("search") ?? "";
  const found = data?.filter(
    (one) =>
      (!status || one.status === status) && matches(`${one.name} ${one.description}`, search),
  );
  return (
    <div className="page">
      <header className="page-head">
        <h1>{words.title}</h1>
        <div className="buttons">
          <SavedViews />
        </div>
      </header>
      <div className="filters">
        <SearchField value={search} onChange={(next) => change({ search: next })} />
        <SelectField
          label={words.state}
          value={status}
          all={text.common.all}
          options={STATUSES.map((one) => [one, words.status[one]] as const)}
          onChange={(next) => change({ status: next })}
        />
      </div>
      <section className="panel" aria-label={words.title}>
        {!found && <Pending error={error} reload={reload} />}
        {found && found.length > 0 && <CampaignTable campaigns={found} />}
        {found?.length === 0 && data?.length === 0 && <NoCampaigns />}
        {found?.length === 0 && data && data.length > 0 && (
          <Empty icon="search" title={words.noneFound} />
        )}
      </section>
    </div>
  );
}
