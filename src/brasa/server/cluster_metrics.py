"""What a node of a cluster measures of itself, read when it is asked for."""

from collections.abc import Iterator

from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from brasa.bus.valkey import ValkeyBus
from brasa.engine.cluster import WorkerNode
from brasa.store.watch import StoreWatch


class ClusterMetrics(Collector):
    """The counters of the bus and of the store, and of the worker where there is one."""

    def __init__(self, bus: ValkeyBus, store: StoreWatch, worker: WorkerNode | None) -> None:
        self._bus = bus
        self._store = store
        self._worker = worker

    def collect(self) -> Iterator[Metric]:
        """One reading."""
        bus = self._bus.stats()
        yield _gauge("brasa_bus_up", "1 while Valkey answers", float(self._bus.available))
        yield _gauge("brasa_store_up", "1 while PostgreSQL answers", float(self._store.available))
        reconnects = CounterMetricFamily(
            "brasa_reconnects", "Connections that came back", labels=["to"]
        )
        reconnects.add_metric(["valkey_bus"], bus.reconnects)
        reconnects.add_metric(["postgresql"], self._store.reconnects)
        yield _counter("brasa_events_dropped", "Live events given up", bus.dropped)
        yield _counter("brasa_event_gaps", "Times that live events were missing", bus.gaps)
        if self._worker is not None:
            work = self._worker.work_stats()
            reconnects.add_metric(["valkey_work"], work.reconnects)
            yield from self._of_worker(self._worker)
            yield _counter("brasa_work_items", "Work items taken", work.taken)
            yield _counter(
                "brasa_work_items_taken_over", "Work items of dead workers", work.taken_over
            )
            lag = GaugeMetricFamily("brasa_shard_lag", "Unread work items", labels=["shard"])
            for shard, items in work.lag.items():
                lag.add_metric([str(shard)], items)
            yield lag
        yield reconnects

    def _of_worker(self, worker: WorkerNode) -> Iterator[Metric]:
        leads = worker.leadership
        yield _gauge("brasa_planner", "1 on the node that plans", float(leads.leads))
        yield _counter("brasa_planner_gained", "Times this node became the planner", leads.gained)
        owns = worker.ownership
        yield _gauge("brasa_shards_owned", "Shards this worker sends for", len(owns.shards))
        yield _counter("brasa_lease_takeovers", "Shards taken from another worker", owns.taken_over)


def _gauge(name: str, text: str, value: float) -> Metric:
    return GaugeMetricFamily(name, text, value=value)


def _counter(name: str, text: str, value: float) -> Metric:
    return CounterMetricFamily(name, text, value=value)
