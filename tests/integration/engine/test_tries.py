"""How often a message is tried: only what the provider refused for now counts as a try."""

from datetime import timedelta

import pytest

from brasa.actions.executions import Executions
from brasa.actions.sending import Sending
from brasa.actions.verdict import Result
from brasa.channels.base import Message
from brasa.channels.outcome import Expired, Outcome, SendError
from brasa.store.tables import executions
from tests.integration.engine.house import House
from tests.integration.engine.provider import accepted

BUSY = SendError("cheio", code="busy", retryable=True)


@pytest.fixture
async def campaign(house: House) -> int:
    """A campaign of one contact that gives a message up after three refusals."""
    organization = await house.make.organization()
    session = await house.session(organization)
    campaign = await house.campaign(organization, [session], contacts=1)
    await house.campaigns.start(organization, campaign)
    return campaign


def _refuse(house: House, times: int) -> None:
    """Have the provider refuse the next messages for now, and then take them."""
    until = len(house.provider.taken) + times

    def answer(message: Message) -> Outcome:
        return BUSY if len(house.provider.taken) <= until else accepted(message)

    house.provider.answer = answer


async def test_what_an_operator_retries_is_tried_as_often_as_at_first(
    house: House, campaign: int
) -> None:
    _refuse(house, 3)
    await house.run(600, step=10)
    assert await house.states() == {"failed": 1}
    _refuse(house, 2)
    await Executions(house.work).retry_failed(1, campaign)
    await house.run(600, step=10)
    assert await house.states() == {"sent": 1}
    assert len(house.provider.taken) == 6
    assert len({message.idempotency_key for message in house.provider.taken}) == 6


async def test_a_try_that_was_not_made_in_time_costs_none(house: House, campaign: int) -> None:
    await house.tick()
    worker = Sending(house.work, "late", timedelta(seconds=30))
    for _ in range(3):
        house.clock.move(12)
        [attempt] = await worker.due([1], 1)
        begun = await worker.commit([], [attempt])
        now = house.clock.now()
        await worker.commit([Result(attempt, begun.at, Expired(), now, None)], [])
    _refuse(house, 2)
    await house.run(600, step=10)
    assert await house.states() == {"sent": 1}
    [row] = await house.rows(executions)
    assert row.attempt == 6
