"""Put the engine together: which services run, how often, and how they end."""

import asyncio
from datetime import timedelta
from random import Random

import msgspec

from brasa.actions.alarming import Alarming
from brasa.actions.enrolling import Enrolling
from brasa.actions.fenced import FencedWork
from brasa.actions.measuring import Measuring
from brasa.actions.new_day import NewDay
from brasa.actions.planning import Planning
from brasa.actions.receipts import Receipts
from brasa.actions.refusing import Refusing
from brasa.actions.retention import Keep, Retention
from brasa.actions.sending import Sending
from brasa.actions.settling import Settling
from brasa.actions.unit import Work
from brasa.actions.upkeep import Upkeep
from brasa.bus.work import WorkQueue
from brasa.channels.base import ChannelContext
from brasa.channels.registry import Registry
from brasa.domain.health import HealthSettings
from brasa.domain.optout import DEFAULT_WORDS
from brasa.engine.alarm import Alarm, Overruns
from brasa.engine.dispatch import Dispatcher
from brasa.engine.early import EarlyReceipts
from brasa.engine.enroll import Enroller
from brasa.engine.handout import HandOut
from brasa.engine.leadership import Leadership, WhenLeading
from brasa.engine.maintain import Maintainer
from brasa.engine.measure import Measurer
from brasa.engine.new_day import DayOpener
from brasa.engine.outlets import Outlets
from brasa.engine.plan import Planner
from brasa.engine.retain import Retainer
from brasa.engine.service import Observer, Runnable, Service
from brasa.engine.settle import Settler
from brasa.engine.slots import SlotPlanner
from brasa.engine.tick import Tick

RETAIN_EVERY = 3600.0
EARLY_EVERY = 0.5
SETTLE_EVERY = 30.0


class EngineSettings(msgspec.Struct, frozen=True):
    """What may be set; times in seconds."""

    owner: str
    tick: float = 10.0
    lease: float = 30.0
    micro_batch: int = 50
    seed: int = 0
    keep: Keep = Keep()
    health: HealthSettings = HealthSettings()
    opt_out_words: tuple[str, ...] = DEFAULT_WORDS


class Engine:
    """The services that wake by time, and the worker."""

    def __init__(
        self,
        work: Work,
        queue: WorkQueue,
        registry: Registry,
        observer: Observer,
        settings: EngineSettings,
        leadership: Leadership | None = None,
    ) -> None:
        """`leadership`, in a cluster, decides who plans; alone, this engine does."""
        self.receipts = Receipts(work, settings.opt_out_words)
        context = ChannelContext(work.clock, self.receipts.apply, settings.seed)
        self.outlets = Outlets(registry, context)
        rng = Random(settings.seed or None)
        self.dispatcher = Dispatcher(
            Sending(work, settings.owner, timedelta(seconds=settings.lease)),
            Refusing(work),
            self.outlets,
            queue,
            work.clock,
            rng=rng,
            micro_batch=settings.micro_batch,
        )
        overruns = Overruns(observer, work.clock)
        planners = FencedWork(work, leadership.confirm) if leadership else work
        self.tick = Tick(
            [
                DayOpener(NewDay(planners)),
                Maintainer(Upkeep(planners)),
                Enroller(Enrolling(planners), work.clock),
                Planner(
                    work.database,
                    Planning(planners),
                    SlotPlanner(self.outlets.limits, rng),
                    settings.tick,
                ),
                HandOut(work.database, queue, settings.tick),
                Measurer(Measuring(planners, settings.health), work.clock, settings.tick),
            ],
            work.clock,
            overruns,
        )
        self.settler = Settler(Settling(planners), self.outlets, self.receipts)
        retainer = Retainer(Retention(planners, settings.keep))
        once: list[tuple[Runnable, float]] = [
            (self.tick, settings.tick),
            (self.settler, SETTLE_EVERY),
            (retainer, RETAIN_EVERY),
            (Alarm(Alarming(work), overruns), settings.tick),
        ]
        self._services = [
            Service(
                WhenLeading(runnable, leadership) if leadership else runnable,
                work.clock,
                overruns,
                every,
            )
            for runnable, every in once
        ]
        early = EarlyReceipts(self.receipts)
        self._services.append(Service(early, work.clock, observer, EARLY_EVERY))

    async def run(self) -> None:
        """Run until `stop`; then finish or account for what is in flight."""
        async with asyncio.TaskGroup() as group:
            for service in self._services:
                group.create_task(service.run())
            group.create_task(self.dispatcher.run())
        await self.outlets.close()

    def stop(self) -> None:
        """Begin to end."""
        self.dispatcher.stop()
        for service in self._services:
            service.stop()

    @property
    def ticking(self) -> Service:
        """The loop of the tick."""
        return self._services[0]
