"""How the services are doing, as metrics and log lines."""

from datetime import timedelta

import structlog
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

from brasa.clock import Clock
from brasa.engine.service import Counts

log = structlog.get_logger()


class Metrics:
    """The engine's observer. Labels are service names only, so their number is fixed."""

    def __init__(self, registry: CollectorRegistry, clock: Clock) -> None:
        self._clock = clock
        self._last_tick: float | None = None
        self._seconds = Histogram(
            "brasa_run_seconds", "Duration of a service's run", ["service"], registry=registry
        )
        self._done = Counter(
            "brasa_done_total", "What runs did, by kind", ["service", "kind"], registry=registry
        )
        self._failed = Counter(
            "brasa_failed_runs_total", "Runs that raised", ["service"], registry=registry
        )
        self._overran = Counter(
            "brasa_overrun_runs_total",
            "Runs longer than their interval",
            ["service"],
            registry=registry,
        )
        self._jumps = Counter(
            "brasa_clock_jumps_total", "Times the wall clock was set", registry=registry
        )
        Gauge("brasa_up", "1 while the process runs", registry=registry).set(1)

    @property
    def seconds_since_tick(self) -> float | None:
        """How long ago the last tick ended; None before the first."""
        return None if self._last_tick is None else self._clock.monotonic() - self._last_tick

    def ran(self, name: str, seconds: float, counts: Counts) -> None:
        """Observe a run; a tick's steps report for themselves."""
        self._seconds.labels(name).observe(seconds)
        if name == "tick":
            self._last_tick = self._clock.monotonic()
            return
        for kind, count in counts.items():
            if count:
                self._done.labels(name, kind).inc(count)

    def overran(self, name: str, seconds: float, interval: float) -> None:
        """Warn: the interval is too short for the work there is."""
        self._overran.labels(name).inc()
        log.warning("run_overran", service=name, seconds=round(seconds, 3), interval=interval)

    def failed(self, name: str, error: Exception) -> None:
        """Count; the traceback is logged where it happened."""
        self._failed.labels(name).inc()

    def clock_jumped(self, name: str, by: timedelta) -> None:
        """Warn: plans are made for the new time."""
        self._jumps.inc()
        log.warning("clock_jumped", service=name, seconds=by.total_seconds())
