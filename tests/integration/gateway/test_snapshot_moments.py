"""A snapshot fits the events around it, however many ask and whatever happens meanwhile."""

import asyncio
from collections.abc import Sequence
from typing import Any

import pytest

from brasa.actions.campaigns import Campaigns
from brasa.actions.unit import Unit, Work
from brasa.bus.base import Envelope
from brasa.bus.local import LocalBus
from brasa.clock import SystemClock
from brasa.gateway.dashboard import Snapshots
from brasa.gateway.snapshot import Snapshot
from brasa.store.database import Database
from brasa.store.healths import bot_healths
from tests.builders import Builders
from tests.integration.gateway.conftest import Stage
from tests.integration.gateway.scene import StoppedClock, scene
from tests.socketio.waiting import until


class Gate:
    """Stops a snapshot half-way, after its moment is fixed and before it is delivered."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.reached = asyncio.Event()
        self.opened = asyncio.Event()

        async def wait(*args: Any) -> Any:
            self.reached.set()
            await self.opened.wait()
            return await bot_healths(*args)

        monkeypatch.setattr("brasa.gateway.dashboard.bot_healths", wait)


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch) -> Gate:
    return Gate(monkeypatch)


async def test_what_happens_during_a_join_comes_after_the_snapshot(
    stage: Stage, make: Builders, gate: Gate
) -> None:
    organization, [campaign, _] = await scene(make)
    client = await stage.client()
    joining = asyncio.create_task(client.join(organization))
    await gate.reached.wait()
    await Campaigns(stage.work).pause(organization, campaign)
    gate.opened.set()
    await joining
    await client.settle()
    mine = [one for one in client.of("campaign-status") if one["campaignId"] == str(campaign)]
    assert [one["status"] for one in mine] == ["active", "paused"]
    assert [line["message"] for line in client.of("campaign-log")] == ["Campanha pausada"]
    events = [event for event, _ in client.heard]
    assert events.index("campaign-log") > events.index("bot-health")


@pytest.mark.parametrize("event", ["join-organization", "request-dashboard"])
async def test_nothing_goes_back_in_time_for_who_is_in_the_room(
    event: str, stage: Stage, make: Builders, gate: Gate
) -> None:
    organization, [campaign, _] = await scene(make)
    client = await stage.client()
    gate.opened.set()
    await client.join(organization)
    gate.opened.clear()
    gate.reached.clear()
    client.heard.clear()
    asking = asyncio.create_task(client.ask(event, {"organizationId": organization}))
    await gate.reached.wait()
    await Campaigns(stage.work).pause(organization, campaign)
    gate.opened.set()
    answer = await asking
    await client.settle()
    mine = [one for one in client.of("campaign-status") if one["campaignId"] == str(campaign)]
    assert [one["status"] for one in mine] == ["paused", "paused"]
    if event == "request-dashboard":
        told = {one["campaignId"]: one["status"] for one in answer["campaigns"]}
        assert told[str(campaign)] == "paused"
        assert answer["logs"][-1]["message"] == "Campanha pausada"


async def test_who_joins_while_others_are_served_misses_nothing(
    stage: Stage, make: Builders, gate: Gate
) -> None:
    organization, [campaign, _] = await scene(make)
    first, second = await stage.client(), await stage.client()
    joining = asyncio.create_task(first.join(organization))
    await gate.reached.wait()
    await Campaigns(stage.work).pause(organization, campaign)
    late = asyncio.create_task(second.join(organization))
    await until(lambda: stage.sharing() == 2)
    await Campaigns(stage.work).resume(organization, campaign)
    gate.opened.set()
    await asyncio.gather(joining, late)
    for client in (first, second):
        await client.settle()
        mine = [one for one in client.of("campaign-status") if one["campaignId"] == str(campaign)]
        assert [one["status"] for one in mine] == ["active", "paused", "active"]


async def test_what_was_committed_and_not_said_yet_is_said_before_the_snapshot(
    database: Database, make: Builders
) -> None:
    organization = await make.organization()
    work = Work(database, LocalBus(), StoppedClock())
    snapshots = Snapshots(database, work.clock, work.announcements)
    heard: list[Envelope] = []

    def listen(envelopes: Sequence[Envelope]) -> None:
        heard.extend(envelopes)
        snapshots.note(envelopes)

    work.bus.subscribe(listen)
    told = Envelope(organization, "notification", b"{}")

    async def commit(unit: Unit) -> None:
        unit.tell(lambda: [told])

    await work.commit(commit)
    assert heard == []
    async with snapshots.moment(organization, with_history=True) as moment:
        assert heard == [told]
        await work.announcements.publish()
        assert moment.since == []


async def test_many_who_ask_at_once_share_one_reading(database: Database, make: Builders) -> None:
    organization = await make.organization()
    snapshots = Snapshots(database, SystemClock())

    async def ask() -> Snapshot:
        async with snapshots.moment(organization, with_history=True) as moment:
            return moment.snapshot

    found = await asyncio.gather(*(ask() for _ in range(50)))
    assert len(set(map(id, found))) == 1
    assert snapshots._open == {}
    assert snapshots._reading == {}


async def test_who_gives_up_leaves_nothing_behind(database: Database, make: Builders) -> None:
    organization = await make.organization()
    snapshots = Snapshots(database, SystemClock())

    async def ask() -> None:
        async with snapshots.moment(organization, with_history=True):
            pass

    async with database.turn():
        asking = asyncio.create_task(ask())
        await asyncio.sleep(0)
        asking.cancel()
        with pytest.raises(asyncio.CancelledError):
            await asking
    await ask()
    assert snapshots._open == {}
    assert snapshots._reading == {}
