"""What the store refuses to write keeps nobody else's outcome, or message, from being written."""

import msgspec
import pytest

from brasa.channels.base import Message
from brasa.channels.outcome import Accepted, Outcome
from brasa.store.tables import executions
from tests.integration.engine.house import House
from tests.integration.engine.provider import accepted
from tests.integration.engine.recount import assert_counters_agree


@pytest.fixture
def house(house_on_each: House) -> House:
    return house_on_each


def unwritable(message: Message) -> Outcome:
    """What outcomes do not let through; as if one day they did."""
    outcome = accepted(message)
    assert isinstance(outcome, Accepted)
    msgspec.structs.force_setattr(outcome, "provider_id", "\ud800")
    return outcome


async def test_an_outcome_that_is_refused_becomes_unknown_and_the_others_are_written(
    house: House,
) -> None:
    organization = await house.make.organization()
    members = [await house.session(organization) for _ in range(2)]
    campaign = await house.campaign(organization, members, contacts=8)
    odd: list[str] = []

    def answer(message: Message) -> Outcome:
        if message.session_id == str(members[0]) and not odd:
            odd.append(message.execution_id)
            return unwritable(message)
        return accepted(message)

    house.provider.answer = answer
    await house.campaigns.start(organization, campaign)
    await house.run(240, step=5)
    assert await house.states() == {"sent": 7, "unknown": 1}
    [row] = await house.rows(executions, state="unknown")
    assert ([str(row.id)], row.error_code) == (odd, "interrupted")
    taken = [message.execution_id for message in house.provider.taken]
    assert len(taken) == len(set(taken)) == 8
    await assert_counters_agree(house)


async def test_a_message_that_is_refused_waits_and_the_others_go(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    organization = await house.make.organization()
    members = [await house.session(organization) for _ in range(2)]
    campaign = await house.campaign(organization, members, contacts=8, daily_target=86_400)

    def write_content(attempt: object) -> str:
        session = attempt.moving.session_id  # type: ignore[attr-defined]
        return "\0" if session == members[0] else "Olá"

    monkeypatch.setattr("brasa.engine.lane.write_content", write_content)
    await house.campaigns.start(organization, campaign)
    await house.run(15, step=5)
    if house.database.is_sqlite:  # which refuses no text
        assert await house.states() == {"sent": 8}
        return
    states = await house.states()
    assert states["sent"] == len(house.provider.taken) > 0
    assert {message.session_id for message in house.provider.taken} == {str(members[1])}
    assert states.total() == 8
