import { useMemo } from "react";
import { useText } from "../i18n/context";
import { useQuery } from "../router/location";
import { Empty, Pending } from "../ui/Empty";
import { Icon } from "../ui/Icon";
import { ExecutionFilters } from "./ExecutionFilters";
import { ExecutionTable } from "./ExecutionTable";
import type { ExecutionFilter } from "./merge";
import { useExecutionList } from "./useExecutionList";

export default function ExecutionsPage() {
  const text = useText();
  const [query, change] = useQuery();
  const at = (name: string) => query.get(name) ?? "";
  const filter: ExecutionFilter = useMemo(
    () => ({
      campaignId: query.get("campaign") ?? "",
      sessionId: query.get("session") ?? "",
      state: query.get("state") ?? "",
      type: query.get("type") ?? "",
      reason: query.get("reason") ?? "",
    }),
    [query],
  );
  const list = useExecutionList(filter, at("search"));
  const { items, loading, error, more, reload } = list;
  const filtered = [...Object.values(filter), at("search")].some(Boolean);
  return (
    <div className="page">
      <header className="page-head">
        <h1>{text.execution.title}</h1>
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
      </header>
      <ExecutionFilters filter={filter} search={at("search")} onChange={change} />
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
