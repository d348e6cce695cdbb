import { usePageTitle } from "../app/title";
import { useText } from "../i18n/context";
import { useQuery } from "../router/location";
import { Empty, Pending } from "../ui/Empty";
import { matches } from "../ui/matches";
import { SearchField } from "../ui/SearchField";
import { Segments } from "../ui/Segments";
import { Tag } from "../ui/Tag";
import { SavedViews } from "../views/SavedViews";
import { BotTable } from "./BotTable";
import { byTrouble, needsAttention } from "./order";
import { useBotList } from "./useBotList";
import "./bot.css";

export default function BotsPage() {
  const text = useText();
  usePageTitle(text.bot.title);
  const words = text.bot;
  const [query, change] = useQuery();
  const { data, error, reload } = useBotList();
  const search = query.get("search") ?? "";
  const order = query.get("order") === "name" ? "name" : "trouble";
  const found = data
    ?.filter((bot) => matches(`${bot.sessionName} ${bot.channel} ${bot.stateReason ?? ""}`, search))
    .sort(order === "name" ? (a, b) => a.sessionName.localeCompare(b.sessionName) : byTrouble);
  const troubled = data?.filter(needsAttention).length ?? 0;
  const orders = [
    ["trouble", words.problemsFirst],
    ["name", words.byName],
  ] as const;
  const compact = query.get("density") === "compact";
  const densities = [
    ["full", words.full],
    ["compact", words.compact],
  ] as const;
  return (
    <div className="page">
      <header className="page-head">
        <h1>{words.title}</h1>
        <div className="buttons">
          {troubled > 0 && (
            <Tag tone="bad" icon="warn">
              {words.attention(troubled)}
            </Tag>
          )}
          <SavedViews />
        </div>
      </header>
      <div className="filters">
        <SearchField value={search} onChange={(next) => change({ search: next })} />
        <Segments
          label={words.order}
          value={order}
          options={orders}
          onChange={(next) => change({ order: next === "name" ? next : null })}
        />
        <Segments
          label={words.density}
          value={compact ? "compact" : "full"}
          options={densities}
          onChange={(next) => change({ density: next === "compact" ? next : null })}
        />
      </div>
      <section className="panel" aria-label={words.title}>
        {!found && <Pending error={error} reload={reload} />}
        {found && found.length > 0 && <BotTable bots={found} compact={compact} />}
        {data?.length === 0 && (
          <Empty icon="bots" title={words.empty} note={words.emptyNote}>
            <code>brasa session add "Vendas 1"</code>
          </Empty>
        )}
        {found?.length === 0 && data && data.length > 0 && (
          <Empty icon="search" title={words.noneFound} />
        )}
      </section>
    </div>
  );
}
