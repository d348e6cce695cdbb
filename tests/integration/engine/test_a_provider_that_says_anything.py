"""What one provider answers never keeps what others answered from being written down."""

from collections.abc import Callable
from random import Random

import pytest

from brasa.channels.base import Message, Receipt, ReceiptStatus
from brasa.channels.outcome import Accepted, Outcome, Scope, SendError, Unknown
from brasa.domain.campaign import External, Template
from brasa.store.tables import executions, sessions
from tests.integration.engine.house import House
from tests.integration.engine.provider import accepted

# Too long for an index of PostgreSQL, also when it has pressed it.
LONG = "".join(chr(Random(1).randrange(0x4E00, 0x9FFF)) for _ in range(9_000))
HALF = "\ud800"

ANSWERS: dict[str, Callable[[], Outcome]] = {
    "an id with NUL": lambda: Accepted("a\0b"),
    "an id without end": lambda: Accepted(LONG),
    "half a character as an id": lambda: Accepted(HALF),
    "a text with NUL": lambda: SendError("não\0", code="refused"),
    "half a character as a text": lambda: SendError(HALF, code="refused"),
    "a quotation with NUL": lambda: SendError("recusou: {quote}", code="refused", quote="n\0"),
    "a code with NUL": lambda: SendError("não", code="\0"),
    "a code without end": lambda: SendError("não", code=LONG),
    "a time-out with NUL": lambda: Unknown("\0", code="timeout"),
    "a wait beyond the calendar": lambda: SendError(
        "depois", code="429", retryable=True, retry_after=1.7e12
    ),
    "a wait without end": lambda: SendError(
        "depois", code="429", retryable=True, retry_after=float("inf")
    ),
}


@pytest.fixture
def house(house_on_each: House) -> House:
    return house_on_each


@pytest.mark.parametrize("answer", ANSWERS)
async def test_whatever_it_answers_the_others_messages_go_out(house: House, answer: str) -> None:
    organization = await house.make.organization()
    odd, sound = await house.session(organization), await house.session(organization)
    campaign = await house.campaign(organization, [odd], contacts=1, name="estranha")
    other = await house.campaign(organization, [sound], contacts=3, name="sã")

    def answered(message: Message) -> Outcome:
        return ANSWERS[answer]() if message.session_id == str(odd) else accepted(message)

    house.provider.answer = answered
    for one in (campaign, other):
        await house.campaigns.start(organization, one)
    await house.run(60, step=5)
    assert await house.states(campaign_id=other) == {"sent": 3}
    [row] = await house.rows(executions, campaign_id=campaign)
    assert row.state in ("sent", "failed", "unknown", "scheduled")


@pytest.mark.parametrize("text", ["{quote}\0", "{quote}" + LONG, "{quote}" + HALF])
async def test_whatever_it_says_it_may_hold_its_session(house: House, text: str) -> None:
    organization = await house.make.organization()
    odd, sound = await house.session(organization), await house.session(organization)
    campaign = await house.campaign(organization, [odd, sound], contacts=8)

    def answered(message: Message) -> Outcome:
        if message.session_id == str(sound):
            return accepted(message)
        return SendError(text, code="banned", retryable=True, scope=Scope.ACCOUNT, quote="\0")

    house.provider.answer = answered
    await house.campaigns.start(organization, campaign)
    await house.run(120, step=5)
    assert [row.state for row in await house.rows(sessions)] == ["held", "healthy"]
    assert await house.states() == {"sent": 8}  # what it was refused goes by the other


@pytest.mark.parametrize("text", ["a\0b", LONG, HALF])
async def test_whatever_a_receipt_says_it_is_applied(house: House, text: str) -> None:
    organization = await house.make.organization()
    session = await house.session(organization)
    campaign = await house.campaign(organization, [session], contacts=2)
    await house.campaigns.start(organization, campaign)
    await house.run(40, step=5)
    one, other = await house.rows(executions)
    read = Receipt(
        other.provider_id, ReceiptStatus.READ, house.clock.now(), session_id=str(session)
    )
    failed = Receipt(
        text,
        ReceiptStatus.FAILED,
        house.clock.now(),
        session_id=str(session),
        idempotency_key=f"{one.id}-{one.attempt}",
        code=text,
        message=text,
    )
    await house.engine.receipts.apply([failed, read])
    assert await house.states() == {"failed": 1, "read": 1}


async def test_a_message_with_nul_goes_out_without_it(house: House) -> None:
    organization = await house.make.organization()
    session = await house.session(organization)
    external = External(("lista",), (Template("Olá\0 {{ nome }}"),))
    campaign = await house.campaign(organization, [session], contacts=1, external=external)
    await house.campaigns.start(organization, campaign)
    await house.run(40, step=5)
    assert await house.states() == {"sent": 1}
    assert "\0" not in house.provider.taken[0].body
