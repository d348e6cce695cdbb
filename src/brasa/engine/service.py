"""A service is a bare loop around `run_once`, which returns counts and can be called by hand."""

import asyncio
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Protocol

import structlog

from brasa.clock import Clock

log = structlog.get_logger()

Counts = Mapping[str, int]


class Runnable(Protocol):
    """One thing that wakes by time."""

    @property
    def name(self) -> str:
        """What it is called in logs and metrics."""
        ...

    async def run_once(self, now: datetime) -> Counts:
        """Do what is due at `now`; say how much that was."""
        ...


class Observer(Protocol):
    """Who wants to know how a service is doing (metrics, readiness, notifications)."""

    def ran(self, name: str, seconds: float, counts: Counts) -> None:
        """A run has ended."""
        ...

    def overran(self, name: str, seconds: float, interval: float) -> None:
        """A run took longer than its interval; the runs it delayed are not made up for."""
        ...

    def failed(self, name: str, error: Exception) -> None:
        """A run raised; the next one is tried at its time."""
        ...

    def clock_jumped(self, name: str, by: timedelta) -> None:
        """The wall clock moved by that much more than time has passed."""
        ...


# A wall clock that strays more than this from the monotonic one was set, not drifting.
JUMP = timedelta(seconds=5)


class Service:
    """Runs one thing every `interval` seconds, or at once when poked, until stopped."""

    def __init__(
        self, runnable: Runnable, clock: Clock, observer: Observer, interval: float
    ) -> None:
        self._runnable = runnable
        self._clock = clock
        self._observer = observer
        self._interval = interval
        self._wake = asyncio.Event()
        self._stopping = False
        self._failing = False

    def poke(self) -> None:
        """Run now rather than at the next interval."""
        self._wake.set()

    def stop(self) -> None:
        """End the loop after the present run."""
        self._stopping = True
        self._wake.set()

    async def run(self) -> None:
        """The loop. A run that overruns delays the next one; runs never pile up."""
        while not self._stopping:
            begun, now = self._clock.monotonic(), self._clock.now()
            self._wake.clear()
            await self._run_once(now)
            passed = self._clock.monotonic() - begun
            if passed > self._interval:
                self._observer.overran(self._runnable.name, passed, self._interval)
            await self._rest(max(0.0, self._interval - passed))
            self._watch_clock(now, self._clock.monotonic() - begun)

    async def _run_once(self, now: datetime) -> None:
        begun = self._clock.monotonic()
        try:
            counts = await self._runnable.run_once(now)
        except Exception as error:  # whatever it was, the next run may go well
            # Told once: what runs five times a second would bury the log while the store is away.
            if not self._failing:
                log.exception("service_failed", service=self._runnable.name)
            self._failing = True
            self._observer.failed(self._runnable.name, error)
        else:
            if self._failing:
                log.info("service_recovered", service=self._runnable.name)
            self._failing = False
            self._observer.ran(self._runnable.name, self._clock.monotonic() - begun, counts)

    async def _rest(self, seconds: float) -> None:
        if self._stopping:
            return
        try:
            async with asyncio.timeout(seconds):
                await self._wake.wait()
        except TimeoutError:
            return

    def _watch_clock(self, before: datetime, passed: float) -> None:
        jump = self._clock.now() - before - timedelta(seconds=passed)
        if abs(jump) > JUMP:
            self._observer.clock_jumped(self._runnable.name, jump)
