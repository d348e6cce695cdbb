"""Why a message did not go is written in the language of its organization, wherever it is read."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from brasa.channels.base import NOT_TAKEN, Receipt, ReceiptStatus
from brasa.channels.outcome import Scope, SendError
from brasa.store.tables import executions, sessions
from tests.integration.engine.house import TICK, House


@pytest.fixture
async def talking(house: House) -> House:
    """Two sessions of an English organization have their next words to each other planned."""
    organization = await house.make.organization(language="en")
    members = [await house.session(organization) for _ in range(2)]
    campaign = await house.campaign(organization, members)
    await house.campaigns.start(organization, campaign)
    await house.tick()
    house.clock.move(TICK)
    return house


async def _stored(house: House) -> set[str]:
    return {row.error_message for row in await house.rows(executions) if row.error_code}


def _told(house: House) -> set[str]:
    return {log["error"]["message"] for log in house.heard("execution-log") if "error" in log}


async def test_what_a_session_could_not_say(talking: House) -> None:
    async with talking.database.write() as connection:
        await connection.execute(update(sessions).values(enabled=False))
    await talking.send_due()
    assert _told(talking) == await _stored(talking) == {"The session cannot send now"}


async def test_what_was_missed(talking: House) -> None:
    talking.queue.items.clear()
    talking.clock.move(300)
    await talking.tick()
    text = "The planned time passed without it being possible to send"
    assert await _stored(talking) == {text}


async def test_what_was_interrupted(talking: House) -> None:
    async with talking.database.write() as connection:
        past = talking.clock.now() - timedelta(seconds=1)
        await connection.execute(update(executions).values(state="sending", lease_until=past))
    await talking.tick()
    text = "It is not known whether the message reached the provider: sending was interrupted"
    assert _told(talking) == await _stored(talking) == {text}


async def test_what_the_provider_refused(talking: House) -> None:
    talking.provider.answer = lambda message: SendError(
        "O provedor recusou: {quote}", quote="spam", code="spam", scope=Scope.SESSION
    )
    await talking.send_due()
    assert _told(talking) == await _stored(talking) == {"The provider refused: spam"}
    [held, *_] = talking.heard("notification", code="session_held")
    assert "The provider refused: spam" in held["message"]


async def test_what_a_receipt_says_in_our_words(talking: House) -> None:
    await talking.send_due()
    [message, *_] = talking.provider.taken
    receipt = Receipt(
        provider_id=f"p-{message.idempotency_key}",
        session_id=message.session_id,
        status=ReceiptStatus.FAILED,
        at=talking.clock.now(),
        code=NOT_TAKEN,
        message="O provedor não recebeu a mensagem",
    )
    await talking.engine.receipts.apply([receipt])
    assert _told(talking) == await _stored(talking) == {"The provider did not receive the message"}
