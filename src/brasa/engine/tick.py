"""The tick: the steps that follow from each other, in the order in which they do."""

from collections.abc import Sequence
from datetime import datetime

import structlog

from brasa.clock import Clock
from brasa.engine.service import Counts, Observer, Runnable

log = structlog.get_logger()


class Tick:
    """Runs its steps one after the other; a step that fails does not stop the next."""

    name = "tick"

    def __init__(self, steps: Sequence[Runnable], clock: Clock, observer: Observer) -> None:
        self._steps = steps
        self._clock = clock
        self._observer = observer

    async def run_once(self, now: datetime) -> Counts:
        """All steps; returns the counts of each, by `step.count`."""
        counts: dict[str, int] = {}
        for step in self._steps:
            begun = self._clock.monotonic()
            try:
                done = await step.run_once(now)
            except Exception as error:  # what follows may still be done
                log.exception("step_failed", step=step.name)
                self._observer.failed(step.name, error)
                continue
            self._observer.ran(step.name, self._clock.monotonic() - begun, done)
            counts.update({f"{step.name}.{name}": count for name, count in done.items()})
        return counts
