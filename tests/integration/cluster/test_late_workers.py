"""A worker that sleeps past its lease wakes up as nobody: it sends nothing."""

from collections.abc import AsyncIterator, Sequence
from typing import Any

import msgspec
import pytest
from sqlalchemy import select

from brasa.actions.sending import Begun, Sending
from brasa.actions.upkeep import Upkeep
from brasa.actions.verdict import Result
from brasa.channels.base import Message
from brasa.channels.outcome import Accepted, Expired, Outcome
from brasa.store.attempts import Attempt, attempts_of
from brasa.store.database import Database
from brasa.store.moving import MOVING, moving
from brasa.store.tables import executions
from tests.integration.engine.house import House, opened
from tests.integration.engine.recount import assert_counters_agree

LEASE = 30.0


@pytest.fixture
async def house(database: Database) -> AsyncIterator[House]:
    async with opened(database) as found:
        organization = await found.make.organization()
        members = [await found.session(organization)]
        campaign = await found.campaign(organization, members, 20, daily_target=86_400)
        await found.campaigns.start(organization, campaign)
        await found.tick()
        found.clock.move(5)
        yield found


def sleep_after_the_commit(house: House, seconds: float, monkeypatch: Any) -> None:
    """Once: between "sending" being written and the provider being called, time passes."""
    commit, slept = Sending.commit, False

    async def late(self: Sending, results: Sequence[Result], begins: Sequence[Attempt]) -> Begun:
        nonlocal slept
        admitted = await commit(self, results, begins)
        if begins and not slept:
            slept = True
            house.clock.move(seconds)
        return admitted

    monkeypatch.setattr(Sending, "commit", late)


async def test_who_slept_past_the_lease_does_not_call_the_provider(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    sleep_after_the_commit(house, LEASE, monkeypatch)
    before = await house.states()
    assert before["scheduled"]

    await house.engine.dispatcher.run_once(house.clock.now())
    await house.send_due()
    first = [int(m.execution_id) for m in house.provider.taken]
    rows = {row.id: row for row in await house.rows(executions)}

    again = [row for row in rows.values() if row.attempt and row.state == "scheduled"]
    assert again
    assert {row.error_code for row in again} == {"lease_over"}
    assert not {row.id for row in again} & set(first)


async def test_what_was_not_sent_then_is_sent_once_later(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    sleep_after_the_commit(house, LEASE, monkeypatch)
    await house.run(60)

    taken = [message.execution_id for message in house.provider.taken]
    assert len(taken) == len(set(taken)) == 20
    assert await house.states() == {"sent": 20}


async def test_what_a_late_worker_surely_did_not_send_is_sent_though_it_was_called_unknown(
    house: House,
) -> None:
    sending = house.engine.dispatcher._sending
    [session] = {row.session_id for row in await house.rows(executions) if row.session_id}
    attempts = await sending.due([session], 5)
    begun = await sending.commit([], attempts)
    house.clock.move(LEASE + 1)
    await Upkeep(house.work).lose_sending(house.clock.now())
    assert (await house.states())["unknown"] == len(attempts)

    now = house.clock.now()
    late = [Result(attempt, begun.at, Expired(), now, None) for attempt in begun.attempts]
    await sending.commit(late, [])
    await house.run(60)

    taken = [message.execution_id for message in house.provider.taken]
    assert len(taken) == len(set(taken)) == 20
    assert await house.states() == {"sent": 20}
    await assert_counters_agree(house)


async def test_an_outcome_that_comes_after_another_try_settles_nothing(house: House) -> None:
    sent: list[Message] = []

    def answer(message: Message) -> Outcome:
        sent.append(message)
        return Accepted(message.idempotency_key)

    house.provider.answer = answer
    await house.send_due()
    [row, *_] = await house.rows(executions, state="sent")
    attempt_before = row.attempt
    async with house.database.write() as connection:
        await connection.execute(
            executions.update()
            .where(executions.c.id == row.id)
            .values(state="sending", attempt=attempt_before + 1)
        )
    sending = house.engine.dispatcher._sending
    attempt, now = await former_try(house, row.id), house.clock.now()
    result = Result(attempt, now, Accepted("late"), now, None)
    await sending.commit([result], [])

    [after] = await house.rows(executions, id=row.id)
    assert (after.state, after.provider_id) == ("sending", row.provider_id)


async def former_try(house: House, execution_id: int) -> Attempt:
    """The try before the present one of an execution, as its worker remembers it."""
    async with house.database.read() as connection:
        row = (
            await connection.execute(select(*MOVING).where(executions.c.id == execution_id))
        ).one()
        before = moving(row)
        [attempt] = await attempts_of(connection, [before])
    former = msgspec.structs.replace(before, attempt=before.attempt - 2)
    return msgspec.structs.replace(attempt, moving=former)
