"""A worker that hears of no hand-out finds what is due by itself."""

import time
from collections.abc import AsyncIterator
from datetime import timedelta
from uuid import uuid4

import pytest

from brasa.bus.valkey_work import ValkeyWorkQueue
from brasa.bus.work import WorkItem
from brasa.domain.shards import SHARDS
from brasa.engine.look import OwnLook
from brasa.engine.plan import MARGIN
from brasa.store.database import Database
from tests.integration.engine.house import TICK, House, opened
from tools.servers import Valkey

REACH = TICK * MARGIN


@pytest.fixture
async def house(database: Database) -> AsyncIterator[House]:
    """What its planner hands out reaches nobody."""
    async with opened(database) as found:
        organization = await found.make.organization()
        members = [await found.session(organization)]
        campaign = await found.campaign(organization, members, 100, daily_target=86_400)
        await found.campaigns.start(organization, campaign)
        await found.tick()
        yield found


@pytest.fixture
async def queue(valkey: Valkey) -> AsyncIterator[ValkeyWorkQueue]:
    found = ValkeyWorkQueue(valkey.url, "worker", uuid4().hex)
    found.start()
    found.follow(range(SHARDS), time.monotonic() + 600)
    yield found
    await found.stop()


@pytest.fixture
def look(house: House, queue: ValkeyWorkQueue) -> OwnLook:
    return OwnLook(house.database, queue, house.engine.dispatcher, TICK)


async def found_after(seconds: float, house: House, look: OwnLook) -> int:
    house.clock.move(seconds)
    return (await look.run_once(house.clock.now()))["moments"]


async def test_a_silent_planner_is_waited_for_as_long_as_a_hand_out_reaches(
    house: House, look: OwnLook
) -> None:
    assert await found_after(0, house, look) == 0
    assert await found_after(REACH, house, look) == 0
    assert await found_after(1, house, look) > 0

    assert await found_after(REACH, house, look) == 0  # known as far as that
    await house.engine.dispatcher.run_once(house.clock.now())
    await house.engine.dispatcher.idle()
    assert house.provider.taken


async def test_who_hears_of_hand_outs_does_not_look(
    house: House, look: OwnLook, queue: ValkeyWorkQueue
) -> None:
    for _ in range(5):
        await queue.offer([WorkItem(((1, _ms(house)),))])
        await queue.take()
        assert await found_after(TICK, house, look) == 0


async def test_new_shards_are_looked_at_at_once(house: House, look: OwnLook) -> None:
    assert await found_after(0, house, look) == 0
    look.ask()
    assert await found_after(0, house, look) > 0


def _ms(house: House) -> int:
    return int((house.clock.now() + timedelta(seconds=1)).timestamp() * 1000)
