"""An engine on a real store, whose time is moved by hand and whose provider a test decides."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from typing import Any

import msgspec
from sqlalchemy import Table, select

from brasa.actions.campaigns import Campaigns
from brasa.actions.unit import Work
from brasa.bus.base import Envelope
from brasa.bus.local import LocalBus
from brasa.bus.work import WorkItem
from brasa.channels.registry import standard_registry
from brasa.domain.campaign import CampaignDefinition, External, Internal, Template
from brasa.engine.assemble import Engine, EngineSettings
from brasa.engine.leadership import Leadership
from brasa.engine.service import Counts
from brasa.store.database import Database
from brasa.store.tables import executions
from tests.builders import NOW, Builders
from tests.integration.engine.notes import Notes
from tests.integration.engine.provider import Provider, ScriptedSettings

TICK = 10.0
HELLO = (Template("Olá {{ nome }}"),)


class Clock:
    """Stands still until it is moved; who sleeps moves it. Time and wall clock may part."""

    def __init__(self, now: datetime = NOW) -> None:
        self._start = now
        self._passed = 0.0

    def now(self) -> datetime:
        return self._start + timedelta(milliseconds=round(self._passed * 1000))

    def monotonic(self) -> float:
        return self._passed

    async def sleep(self, seconds: float) -> None:
        until = self._passed + seconds
        await asyncio.sleep(0)
        self._passed = max(self._passed, until)

    def move(self, seconds: float) -> None:
        """Let time pass."""
        self._passed += seconds

    def jump(self, by: timedelta) -> None:
        """Set the wall clock; no time passes."""
        self._start += by


class Queue:
    """The planner's hand-outs, until the test has them taken."""

    def __init__(self) -> None:
        self.items: list[WorkItem] = []

    async def offer(self, items: Sequence[WorkItem]) -> None:
        self.items.extend(items)

    async def take(self) -> WorkItem:
        return self.items.pop(0)

    def done(self, item: WorkItem) -> None:
        """Nobody else would take it over."""

    def owns(self, session_id: int) -> bool:
        return True


class House:
    """A store, an engine, a provider, and everything that was said."""

    def __init__(
        self,
        database: Database,
        clock: Clock | None = None,
        owner: str = "me",
        *,
        clustered: bool = False,
    ) -> None:
        self.database = database
        self.make = Builders(database)
        self.clock = clock or Clock()
        self.provider = Provider()
        self.notes = Notes()
        self.said: list[Envelope] = []
        bus = LocalBus()
        bus.subscribe(self.said.extend)
        self.work = Work(database, bus, self.clock)
        self.campaigns = Campaigns(self.work)
        self.queue = Queue()
        registry = standard_registry()
        registry.add("scripted", ScriptedSettings, self.provider.create)
        settings = EngineSettings(owner=owner, tick=TICK, seed=7)
        self.leadership = Leadership(self.work, owner, lambda: None) if clustered else None
        self.engine = Engine(self.work, self.queue, registry, self.notes, settings, self.leadership)

    async def session(self, organization: int, name: str = "", **columns: Any) -> int:
        """A session on the scripted channel."""
        return await self.make.session(
            organization, name, **{"channel": "scripted", "settings": {}} | columns
        )

    async def campaign(
        self, organization: int, members: Sequence[int], contacts: int = 0, **changes: Any
    ) -> int:
        """A campaign that waits to be started: external with contacts, else internal."""
        name = changes.pop("name", f"campanha {organization}-{members}-{contacts}")
        sides: dict[str, Any] = {"internal": Internal(HELLO)}
        if contacts:
            sides = {"external": External(("lista",), HELLO)}
        definition = CampaignDefinition(
            name=name,
            sessions=tuple(map(str, members)),
            **{"daily_target": 8_640} | sides | changes,
        )
        campaign = await self.make.campaign(
            organization, members, name, definition, status="waiting", reason="not_started"
        )
        if contacts:
            await self.make.walk(campaign, await self.make.list(organization, contacts))
        return campaign

    async def tick(self) -> Counts:
        """One tick; nothing is sent yet."""
        return await self.engine.tick.run_once(self.clock.now())

    async def send_due(self) -> None:
        """Read what is due now, send it, write the outcomes down."""
        dispatcher = self.engine.dispatcher
        while self.queue.items:
            dispatcher.offer(await self.queue.take())
        await dispatcher.run_once(self.clock.now())
        await dispatcher.idle()

    async def run(self, seconds: float, step: float = 1.0) -> None:
        """Let time pass, ticking and sending as the engine would."""
        until, next_tick = self.clock.monotonic() + seconds, self.clock.monotonic()
        while self.clock.monotonic() < until:
            if self.clock.monotonic() >= next_tick:
                await self.tick()
                next_tick = self.clock.monotonic() + TICK
            await self.send_due()
            self.clock.move(step)
        await self.send_due()

    async def states(self, **wanted: Any) -> Counter[str]:
        """How many executions there are in each state."""
        return Counter(row.state for row in await self.rows(executions, **wanted))

    async def rows(self, table: Table, **wanted: Any) -> Sequence[Any]:
        """Rows of a table, in the order of its key."""
        query = select(table).where(*(table.c[name] == value for name, value in wanted.items()))
        async with self.database.read() as connection:
            return (await connection.execute(query.order_by(*table.primary_key))).all()

    def heard(self, event: str, **wanted: Any) -> list[dict[str, Any]]:
        """The payloads of one kind of event with these fields, in the order they were said."""
        payloads = [msgspec.json.decode(e.payload) for e in self.said if e.event == event]
        return [p for p in payloads if all(p.get(k) == v for k, v in wanted.items())]


@asynccontextmanager
async def opened(
    database: Database,
    clock: Clock | None = None,
    owner: str = "me",
    *,
    clustered: bool = False,
) -> AsyncIterator[House]:
    """A house whose worker commits; no step of a tick may have failed in it unseen."""
    house = House(database, clock, owner, clustered=clustered)
    committing = asyncio.create_task(house.engine.dispatcher._committer.run())
    try:
        yield house
    finally:
        committing.cancel()
        await asyncio.gather(committing, return_exceptions=True)
        await house.engine.outlets.close()
    assert house.notes.failures == []


@asynccontextmanager
async def sending(house: House) -> AsyncIterator[None]:
    """What is due now is being sent during the block, and has been when it ends."""
    task = asyncio.create_task(house.send_due())
    yield
    await task
