"""Tells everybody when the whole server is late, and when it is not any more."""

from collections.abc import Mapping
from datetime import datetime, timedelta

import structlog

from brasa.actions.alarming import Alarming, Trouble
from brasa.clock import Clock
from brasa.engine.service import Counts, Observer

log = structlog.get_logger()

# Messages wait a moment by design; what waits longer than this is late.
LATE_AFTER = timedelta(seconds=30)
# Ticks in time before one that overran is forgotten: so often, at most, it is told of.
FORGOTTEN_AFTER = 30


class Overruns:
    """An observer before the real one, which remembers the tick that overran last."""

    def __init__(self, observer: Observer, clock: Clock) -> None:
        self._observer = observer
        self._clock = clock
        self._last: tuple[float, float, float] | None = None

    def lately(self) -> float | None:
        """The seconds that it took, as long as it is not forgotten."""
        if self._last is None:
            return None
        at, seconds, interval = self._last
        recent = self._clock.monotonic() - at < FORGOTTEN_AFTER * interval
        return seconds if recent else None

    def ran(self, name: str, seconds: float, counts: Counts) -> None:
        """Pass it on."""
        self._observer.ran(name, seconds, counts)

    def overran(self, name: str, seconds: float, interval: float) -> None:
        """Remember a tick, pass it on."""
        if name == "tick":
            self._last = (self._clock.monotonic(), seconds, interval)
        self._observer.overran(name, seconds, interval)

    def failed(self, name: str, error: Exception) -> None:
        """Pass it on."""
        self._observer.failed(name, error)

    def clock_jumped(self, name: str, by: timedelta) -> None:
        """Pass it on."""
        self._observer.clock_jumped(name, by)


class Alarm:
    """Looks for trouble; says each once when it begins and once when it is over."""

    name = "alarm"

    def __init__(self, alarming: Alarming, overruns: Overruns) -> None:
        self._alarming = alarming
        self._overruns = overruns
        self._known: set[Trouble] = set()

    async def run_once(self, now: datetime) -> Counts:
        """Look; returns how many kinds of trouble there are."""
        found = await self._look(now)
        begun = {trouble: found[trouble] for trouble in found if trouble not in self._known}
        over = self._known - set(found)
        if begun or over:
            await self._alarming.tell(begun, over, now)
        for trouble, values in begun.items():
            log.warning(trouble.value, **values)
        for trouble in over:
            log.info(f"{trouble.value}_over")
        self._known = set(found)
        return {"troubles": len(found)}

    async def _look(self, now: datetime) -> Mapping[Trouble, dict[str, object]]:
        found: dict[Trouble, dict[str, object]] = {}
        seconds = self._overruns.lately()
        if seconds is not None:
            found[Trouble.TICK_OVERRAN] = {"seconds": round(seconds, 1)}
        since, count = await self._alarming.overdue(now)
        if since is not None and now - since > LATE_AFTER:
            late = round((now - since).total_seconds())
            found[Trouble.SENDS_LATE] = {"n": count, "seconds": late}
        return found
