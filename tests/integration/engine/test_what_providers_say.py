"""Whatever a provider says about one message, it is written down, and the others are sent."""

import random
from collections.abc import AsyncIterator

import pytest

from brasa.channels.base import Message
from brasa.channels.outcome import Accepted, Outcome, Scope, SendError, Unknown
from brasa.store.database import Database
from brasa.store.tables import executions, sessions
from tests.integration.engine.house import House
from tests.integration.engine.provider import accepted
from tests.stores import Stores

# So long and so irregular that no index would take it.
LONG = "".join(random.Random(7).choices("0123456789abcdef", k=12_000))


@pytest.fixture
async def database(stores: Stores) -> AsyncIterator[Database]:
    async with stores.fresh() as url:
        store = Database(url, pool_size=4)
        yield store
        await store.close()


def refusal(**more: object) -> SendError:
    said = {"quote": "não\0 posso", "code": "c\0" + LONG} | more
    return SendError("O provedor recusou: {quote}", **said)  # type: ignore[arg-type]


OUTCOMES = [
    (Accepted("a\0b"), "sent"),
    (Accepted(LONG), "sent"),
    (refusal(), "failed"),
    (refusal(quote=LONG), "failed"),
    (refusal(retryable=True, retry_after=1e30), "scheduled"),
    (refusal(opt_out=True), "failed"),
    (Unknown("O provedor falhou ({why})", code="\0", why="\0"), "unknown"),
]


@pytest.mark.parametrize(("said", "state"), OUTCOMES)
async def test_it_keeps_nobody_else_from_being_reached(
    said: Outcome, state: str, house: House
) -> None:
    organization = await house.make.organization()
    members = [await house.session(organization) for _ in range(2)]
    campaign = await house.campaign(organization, members, contacts=8)

    def answer(message: Message) -> Outcome:
        return said if len(house.provider.taken) == 3 else accepted(message)

    house.provider.answer = answer
    await house.campaigns.start(organization, campaign)
    await house.run(120)
    sent = {"sent": 8} if state == "sent" else {"sent": 7, state: 1}
    assert await house.states() == sent


async def test_it_may_hold_its_session(house: House) -> None:
    organization = await house.make.organization()
    members = [await house.session(organization) for _ in range(2)]
    campaign = await house.campaign(organization, members, contacts=8)
    refused = str(members[0])

    def answer(message: Message) -> Outcome:
        if message.session_id == refused:
            return refusal(scope=Scope.ACCOUNT, retryable=True, retry_after=float("inf"))
        return accepted(message)

    house.provider.answer = answer
    await house.campaigns.start(organization, campaign)
    await house.run(120)
    assert [row.state for row in await house.rows(sessions)] == ["held", "healthy"]
    assert (await house.states())["sent"] == 7


async def test_ids_that_differ_only_at_their_end_stay_apart(house: House) -> None:
    organization = await house.make.organization()
    session = await house.session(organization)
    campaign = await house.campaign(organization, [session], contacts=4)
    house.provider.answer = lambda message: Accepted(LONG + message.idempotency_key)
    await house.campaigns.start(organization, campaign)
    await house.run(60)
    ids = {row.provider_id for row in await house.rows(executions)}
    assert len(ids) == 4
    assert Accepted(max(ids)).provider_id in ids  # what is stored is found again as it is
