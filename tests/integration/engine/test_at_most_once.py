"""One message, at most once, however slow, stopped or doubled the worker is."""

from collections import Counter
from datetime import datetime, timedelta

import msgspec
import pytest

from brasa.actions.sending import Sending
from brasa.actions.upkeep import Upkeep
from brasa.actions.verdict import Result
from brasa.channels.outcome import Accepted
from brasa.store.attempts import Attempt
from brasa.store.tables import sessions
from tests.integration.engine.house import House, sending
from tests.integration.engine.recount import assert_counters_agree


async def _waiting(house: House, contacts: int) -> int:
    """A campaign of which everything is due, and a provider that takes its time."""
    organization = await house.make.organization()
    session = await house.session(organization)
    campaign = await house.campaign(
        organization, [session], contacts=contacts, daily_target=86_400 * 10
    )
    house.provider.open.clear()
    await house.campaigns.start(organization, campaign)
    await house.tick()
    house.clock.move(12)
    return campaign


async def test_what_waited_long_and_is_planned_and_read_again_goes_once(house: House) -> None:
    await _waiting(house, 30)
    async with sending(house):
        await house.provider.asked.wait()
        for _ in range(3):
            house.clock.move(31)
            # One is at the provider; the others wait in the lane, are planned and read again.
            await house.tick()
            while house.queue.items:
                house.engine.dispatcher.offer(await house.queue.take())
            await house.engine.dispatcher.run_once(house.clock.now())
        house.provider.open.set()
    await house.run(60)
    assert set(Counter(m.execution_id for m in house.provider.taken).values()) == {1}
    assert await house.states() == {"sent": 30}
    await assert_counters_agree(house)


async def test_an_execution_that_stands_twice_in_one_commit_is_admitted_once(house: House) -> None:
    await _waiting(house, 3)
    worker = Sending(house.work, "me", timedelta(seconds=30))
    session = (await house.rows(sessions))[0].id
    attempts = await worker.due([session], 10)
    elsewhere = [
        msgspec.structs.replace(a, moving=msgspec.structs.replace(a.moving, session_id=session + 1))
        for a in attempts
    ]
    begun = await worker.commit([], [*elsewhere, *attempts, *attempts])
    assert [id(a) for a in begun.attempts] == [id(a) for a in attempts]


async def test_of_two_workers_that_read_the_same_executions_only_one_may_send_each(
    house: House,
) -> None:
    await _waiting(house, 10)
    session = (await house.rows(sessions))[0].id
    first, second = (Sending(house.work, name, timedelta(seconds=30)) for name in "ab")
    ours, theirs = await first.due([session], 100), await second.due([session], 100)
    assert [a.moving.id for a in ours] == [a.moving.id for a in theirs]

    begun = [await first.commit([], ours[:4]), await second.commit([], theirs)]

    assert sorted(a.moving.id for one in begun for a in one.attempts) == [a.moving.id for a in ours]
    assert (await house.states())["sending"] == len(ours) > 4


async def test_what_another_has_moved_neither_stops_the_rest_nor_is_counted_twice(
    house: House,
) -> None:
    await _waiting(house, 8)
    session = (await house.rows(sessions))[0].id
    first, second = (Sending(house.work, name, timedelta(seconds=30)) for name in "ab")
    ours = await first.due([session], 100)
    begun = await first.commit([], ours[:4])
    house.clock.move(31)
    await Upkeep(house.work).lose_sending(house.clock.now())  # they are late: called unknown
    [taken] = (await second.commit([], ours[4:5])).attempts

    results = [_accepted(attempt, begun.at, house) for attempt in begun.attempts]
    late = await first.commit(results, ours[4:])

    assert taken.moving.id == ours[4].moving.id
    assert [a.moving.id for a in late.attempts] == [a.moving.id for a in ours[5:]]
    assert await house.states() == {"sent": 4, "sending": len(ours) - 4}
    await assert_counters_agree(house)
    await first.commit(results, [])
    await assert_counters_agree(house)


def _accepted(attempt: Attempt, begun_at: datetime, house: House) -> Result:
    taken = Accepted(f"provider-{attempt.moving.id}")
    return Result(attempt, begun_at, taken, house.clock.now(), timedelta(days=1))


async def test_what_is_in_hand_is_not_read_again_and_each_session_gets_its_share(
    house: House,
) -> None:
    organization = await house.make.organization()
    members = [await house.session(organization) for _ in range(2)]
    campaign = await house.campaign(organization, members, 40, daily_target=86_400)
    await house.campaigns.start(organization, campaign)
    await house.tick()
    house.clock.move(12)
    worker = Sending(house.work, "me", timedelta(seconds=30))

    some = await worker.due(members, 6)
    rest = await worker.due(members, 100, [a.moving.id for a in some])

    assert sorted(a.sender.id for a in some) == sorted(members * 3)
    assert not {a.moving.id for a in some} & {a.moving.id for a in rest}
    everything = await worker.due(members, 100)
    assert {a.moving.id for a in everything} == {a.moving.id for a in [*some, *rest]}


async def test_nothing_begins_once_a_pause_is_committed_and_resume_goes_on_from_there(
    house: House,
) -> None:
    campaign = await _waiting(house, 30)
    async with sending(house):
        await house.provider.asked.wait()
        await house.campaigns.pause(1, campaign, "almoço")
        at_the_pause = len(house.provider.taken)
        house.provider.open.set()
    await house.run(60)
    assert len(house.provider.taken) == at_the_pause
    assert await house.states() == {"sent": at_the_pause, "pending": 30 - at_the_pause}
    await assert_counters_agree(house)
    await house.campaigns.resume(1, campaign)
    await house.run(60)
    assert await house.states() == {"sent": 30}
    assert set(Counter(m.execution_id for m in house.provider.taken).values()) == {1}
    await assert_counters_agree(house)


async def test_what_was_paused_resumed_and_planned_again_is_not_sent_for_the_old_slot(
    house: House,
) -> None:
    campaign = await _waiting(house, 30)
    async with sending(house):
        await house.provider.asked.wait()
        await house.campaigns.pause(1, campaign)
        await house.campaigns.resume(1, campaign)
        await house.tick()
        house.clock.move(12)
        while house.queue.items:
            house.engine.dispatcher.offer(await house.queue.take())
        await house.engine.dispatcher.run_once(house.clock.now())
        house.provider.open.set()
    await house.run(90)
    assert await house.states() == {"sent": 30}
    assert set(Counter(m.execution_id for m in house.provider.taken).values()) == {1}
    await assert_counters_agree(house)


@pytest.mark.parametrize("jump", [timedelta(hours=3), timedelta(hours=-3), timedelta(days=40)])
async def test_a_clock_that_jumps_sends_nothing_twice_and_bursts_nowhere(
    house: House, jump: timedelta
) -> None:
    organization = await house.make.organization()
    session = await house.session(organization)
    campaign = await house.campaign(organization, [session], contacts=20)
    await house.campaigns.start(organization, campaign)
    await house.run(30)
    before = len(house.provider.taken)
    house.clock.jump(jump)
    await house.tick()
    await house.send_due()
    assert len(house.provider.taken) - before <= 2
    await house.run(250, step=2)
    # What had a time that is now far ahead keeps it.
    house.clock.move(max(0.0, -jump.total_seconds()))
    await house.run(40, step=2)
    assert await house.states() == {"sent": 20}
    assert set(Counter(m.execution_id for m in house.provider.taken).values()) == {1}
    await assert_counters_agree(house)


async def test_an_outcome_waits_for_a_store_that_is_away(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    await _waiting(house, 5)
    tries = 0
    commit = house.work.commit

    async def away(body: object) -> object:
        nonlocal tries
        tries += 1
        if tries < 5:
            raise OSError("the database is away")
        return await commit(body)  # type: ignore[arg-type]

    async with sending(house):
        await house.provider.asked.wait()
        monkeypatch.setattr(house.work, "commit", away)
        house.provider.open.set()
    assert tries >= 5
    await house.run(60)
    assert await house.states() == {"sent": 5}
    assert set(Counter(m.execution_id for m in house.provider.taken).values()) == {1}
    await assert_counters_agree(house)
