import { useMemo } from "react";
import { usePageTitle } from "../app/title";
import { useFormat, useText } from "../i18n/context";
import { useQuery } from "../router/location";
import { Empty, Pending } from "../ui/Empty";
import { FilterChip } from "../ui/FilterChip";
import { Icon } from "../ui/Icon";
import { SavedViews } from "../views/SavedViews";
import { ExecutionFilters } from "./ExecutionFilters";
import { ExecutionTable } from "./ExecutionTable";
import { filterOf } from "./filter";
import { useExecutionList } from "./useExecutionList";

export default function ExecutionsPage() {
  const text = useText();
  usePageTitle(text.execution.title);
  const [query, change] = useQuery();
  const format = useFormat();
  const search = query.get("search") ?? "";
  const filter = useMemo(() => filterOf(query), [query]);
  const list = useExecutionList(filter, search);
  const { items, loading, error, more, reload } = list;
  const filtered = [...Object.values(filter), search].some(Boolean);
  return (
    <div className="page">
      <header className="page-head">
        <h1>{text.execution.title}</h1>
        <div className="buttons">
          {filtered && (
            <button
              type="button"
              className="button"
              onClick={() =>
                change(Object.fromEntries([...query.keys()].map((name) => [name, null])))
              }
            >
              <Icon name="close" />
              {text.common.clear}
            </button>
          )}
          <SavedViews />
        </div>
      </header>
      <ExecutionFilters filter={filter} search={search} onChange={change} />
      {(filter.reason || filter.since) && (
        <div className="buttons">
          {filter.reason && (
            <FilterChip onClear={() => change({ reason: null })}>
              {text.execution.reason}: {items[0]?.error?.message ?? filter.reason}
            </FilterChip>
          )}
          {filter.since && (
            <FilterChip onClear={() => change({ since: null, until: null })}>
              {format.moment(filter.since)}
              {filter.until && ` – ${format.moment(filter.until)}`}
            </FilterChip>
          )}
        </div>
      )}
      <section className="panel" aria-label={text.execution.title} aria-busy={loading}>
        {items.length > 0 && <ExecutionTable executions={items} />}
        {items.length === 0 && (loading || error) && <Pending error={error} reload={reload} />}
        {items.length === 0 && !loading && !error && (
          <Empty
            icon="executions"
            title={filtered ? text.execution.noneFound : text.execution.empty}
          />
        )}
      </section>
      {more && (
        <button
          type="button"
          className="button"
          style={{ justifySelf: "center" }}
          disabled={loading}
          onClick={more}
        >
          {text.common.more}
        </button>
      )}
    </div>
  );
}
