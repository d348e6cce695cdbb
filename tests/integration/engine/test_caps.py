"""A cap is never exceeded: whoever sends, however many at once, at whatever moment."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from brasa.actions.sending import Sending
from brasa.channels.base import Message
from brasa.channels.outcome import Outcome
from brasa.domain.campaign import CampaignDefinition, External
from brasa.store.database import Database
from brasa.store.recipients import WINDOW
from brasa.store.tables import campaigns, executions, organizations, recent_recipients
from tests.integration.engine.house import HELLO, House, opened
from tests.integration.engine.provider import accepted
from tests.stores import PostgresStores, SqliteStores

DAY = timedelta(hours=24)


@pytest.fixture
async def postgres_house(postgres_stores: PostgresStores) -> AsyncIterator[House]:
    async with postgres_stores.fresh() as url:
        store = Database(url, pool_size=6)
        async with opened(store) as found:
            yield found
        await store.close()


async def _campaign(house: House, organization: int, sessions: Sequence[int], list_: int) -> int:
    """A running campaign that may send to a whole list within seconds."""
    name = f"campanha {len(await house.rows(campaigns)) + 1}"
    definition = CampaignDefinition(
        name=name,
        sessions=tuple(map(str, sessions)),
        daily_target=86_400,
        external=External(("lista",), HELLO),
    )
    campaign = await house.make.campaign(
        organization, sessions, name, definition, status="waiting", reason="not_started"
    )
    await house.make.walk(campaign, list_)
    await house.campaigns.start(organization, campaign)
    return campaign


async def _assert_counted(house: House) -> None:
    """As many places are taken as there are recipients that take one."""
    taken = Counter(row.organization_id for row in await house.rows(recent_recipients))
    counted = {row.id: row.recipients_24h for row in await house.rows(organizations)}
    assert +Counter(counted) == +taken


async def test_who_is_written_to_twice_at_once_takes_one_place(house: House) -> None:
    organization = await house.make.organization(recipient_cap=10)
    people = await house.make.list(organization, 5)
    for _ in range(2):
        await _campaign(house, organization, [await house.session(organization)], people)
    await house.run(60, step=5)
    assert await house.states() == {"sent": 10}
    await _assert_counted(house)
    assert {row.recipients_24h for row in await house.rows(organizations)} == {5}


@settings(settings.get_profile("engine"), max_examples=8)
@given(
    cap=st.integers(1, 8),
    lists=st.lists(st.integers(1, 6), min_size=1, max_size=3),
    pauses=st.lists(st.sampled_from([600, 6 * 3600, 24 * 3600 - 30, 24 * 3600]), max_size=5),
)
async def test_no_24_hours_hold_more_recipients_than_the_cap(
    sqlite_stores: SqliteStores, cap: int, lists: list[int], pauses: list[int]
) -> None:
    async with sqlite_stores.fresh() as url:
        store = Database(url)
        async with opened(store) as house:
            await _send_on_and_off(house, cap, lists, pauses)
        await store.close()


async def _send_on_and_off(house: House, cap: int, lists: list[int], pauses: list[int]) -> None:
    times: list[tuple[datetime, str]] = []

    def answer(message: Message) -> Outcome:
        times.append((house.clock.now(), message.to))
        return accepted(message)

    house.provider.answer = answer
    organization = await house.make.organization(recipient_cap=cap)
    members = [await house.session(organization) for _ in range(2)]
    for size in lists:
        people = await house.make.list(organization, size)
        for _ in range(2):
            await _campaign(house, organization, members, people)
    await house.run(30, step=5)
    for pause in pauses:
        house.clock.move(pause)
        await house.run(30, step=5)
        await _assert_counted(house)
    for at, _ in times:
        assert len({to for when, to in times if at - DAY < when <= at}) <= cap
    assert len({to for _, to in times}) >= min(cap, sum(lists))


async def test_a_place_is_kept_until_24_hours_after_the_last_moment_it_may_have_left(
    house: House,
) -> None:
    organization = await house.make.organization(recipient_cap=1)
    session = await house.session(organization)
    await _campaign(house, organization, [session], await house.make.list(organization, 2))
    await house.run(30, step=5)
    [first] = await house.rows(executions, state="sent")
    lease = timedelta(seconds=30)
    house.clock.jump(first.executed_at + DAY + lease - house.clock.now())
    await house.run(20, step=5)
    assert await house.states() == {"sent": 1, "pending": 1}
    house.clock.jump(first.executed_at + WINDOW - house.clock.now())
    await house.run(60, step=5)
    assert await house.states() == {"sent": 2}


@pytest.mark.parametrize(
    ("of_organization", "of_session"),
    [({"recipient_cap": 5}, {}), ({}, {"daily_cap": 5})],
    ids=["recipients", "a day"],
)
async def test_two_workers_at_once_share_what_is_left(
    postgres_house: House, of_organization: dict[str, Any], of_session: dict[str, Any]
) -> None:
    house = postgres_house
    for _ in range(10):
        organization = await house.make.organization(**of_organization)
        session = await house.session(organization, **of_session)
        people = await house.make.list(organization)
        campaign = await _campaign(house, organization, [session], people)
        await house.make.executions(
            campaign, session, 12, "scheduled", house.clock.now(), executed_at=None
        )
        house.clock.move(30)
        workers = [Sending(house.work, owner, timedelta(seconds=30)) for owner in ("a", "b")]
        due = await workers[0].due([session], 12)
        assert len(due) == 12
        begun = await asyncio.gather(workers[0].commit([], due[:6]), workers[1].commit([], due[6:]))
        assert sum(len(one.attempts) for one in begun) == 5
