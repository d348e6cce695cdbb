"""News of messages, in any order, at any time, from anybody."""

from itertools import permutations

import pytest

from brasa.channels.base import Inbound, Receipt, ReceiptStatus
from brasa.channels.outcome import Scope, Unknown
from brasa.store.tables import (
    campaign_sessions,
    contacts,
    executions,
    session_days,
    sessions,
    suppressions,
)
from tests.integration.engine.house import House, sending
from tests.integration.engine.recount import assert_counters_agree

S = ReceiptStatus


@pytest.fixture
async def campaign(house: House) -> int:
    organization = await house.make.organization()
    session = await house.session(organization)
    campaign = await house.campaign(organization, [session], contacts=1)
    await house.campaigns.start(organization, campaign)
    return campaign


def _receipt(house: House, status: ReceiptStatus, **changes: object) -> Receipt:
    known: dict[str, object] = {"provider_id": "p-1-1", "session_id": "1"}
    return Receipt(status=status, at=house.clock.now(), **known | changes)  # type: ignore[arg-type]


@pytest.mark.parametrize("order", list(permutations((S.SENT, S.DELIVERED, S.READ))), ids=str)
async def test_receipts_in_any_order_and_twice_end_where_they_should(
    house: House, campaign: int, order: tuple[ReceiptStatus, ...]
) -> None:
    await house.run(40)
    for status in (*order, *order):
        await house.engine.receipts.apply([_receipt(house, status)])
    [seat] = await house.rows(campaign_sessions)
    assert (seat.sent, seat.delivered, seat.read) == (1, 1, 1)
    assert await house.states() == {"read": 1}
    await assert_counters_agree(house)


async def test_a_receipt_is_faster_than_the_answer_it_belongs_to(
    house: House, campaign: int
) -> None:
    house.provider.open.clear()
    await house.tick()
    house.clock.move(12)
    async with sending(house):
        await house.provider.asked.wait()
        # The provider's own name for it is not known here before its answer is.
        await house.engine.receipts.apply([_receipt(house, S.DELIVERED)])
        assert house.engine.receipts.early == 1
        house.provider.open.set()
    await house.engine.receipts.apply([])
    assert await house.states() == {"delivered": 1}
    assert house.engine.receipts.early == 0


async def test_news_of_messages_of_others_is_forgotten(house: House, campaign: int) -> None:
    await house.engine.receipts.apply([_receipt(house, S.READ, provider_id="somebody's")])
    house.clock.move(31)
    await house.engine.receipts.apply([])
    assert house.engine.receipts.early == 0


async def test_what_waits_is_kept_when_the_store_is_away(
    house: House, campaign: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    house.provider.open.clear()
    await house.tick()
    house.clock.move(12)
    async with sending(house):
        await house.provider.asked.wait()
        await house.engine.receipts.apply([_receipt(house, S.DELIVERED)])
        with monkeypatch.context() as patched:
            patched.setattr(house.database, "turn", _away)
            with pytest.raises(OSError, match="away"):
                await house.engine.receipts.apply([])
        house.provider.open.set()
    await house.engine.receipts.apply([])
    assert await house.states() == {"delivered": 1}


def _away() -> None:
    raise OSError("away")


@pytest.mark.parametrize("session", ["2", "999", "x", "-1", "9" * 30, "٣"])
async def test_a_key_does_not_reach_an_execution_of_another_session(
    house: House, campaign: int, session: str
) -> None:
    await house.session(await house.make.organization())
    await house.run(40)
    forged = {"provider_id": "?", "session_id": session, "idempotency_key": "1-1"}
    await house.engine.receipts.apply([_receipt(house, S.FAILED, **forged)])
    assert await house.states() == {"sent": 1}


@pytest.mark.parametrize("key", ["x", "-1", "9" * 30 + "-1", "1-x", "1-7", ""])
async def test_a_failure_of_no_try_of_ours_changes_nothing(
    house: House, campaign: int, key: str
) -> None:
    await house.run(40)
    forged = {"provider_id": "?", "idempotency_key": key}
    await house.engine.receipts.apply([_receipt(house, S.FAILED, **forged)])
    assert await house.states() == {"sent": 1}


async def test_a_message_from_an_impossible_session_is_nobodys(house: House) -> None:
    at = house.clock.now()
    for session in ("x", "9" * 30, "1"):
        await house.engine.receipts.apply([Inbound(session, "+5511900000001", "SAIR", at)])
    assert await house.rows(suppressions) == []


async def test_an_unknown_one_is_settled_by_its_receipt(house: House, campaign: int) -> None:
    house.provider.answer = lambda message: Unknown("calou", code="timeout")
    await house.run(40)
    assert await house.states() == {"unknown": 1}
    await house.engine.receipts.apply([_receipt(house, S.DELIVERED, idempotency_key="1-1")])
    assert await house.states() == {"delivered": 1}
    [seat] = await house.rows(campaign_sessions)
    assert (seat.unknown, seat.sent, seat.delivered) == (0, 1, 1)
    await assert_counters_agree(house)


async def test_silence_counts_as_not_delivered_until_news_comes_after_all(
    house: House, campaign: int
) -> None:
    await house.run(40)
    house.clock.move(3_700)
    await house.tick()
    [day] = await house.rows(session_days)
    assert (day.finished_external, day.delivered_external) == (1, 0)
    await house.engine.receipts.apply([_receipt(house, S.DELIVERED)])
    [day] = await house.rows(session_days)
    assert (day.finished_external, day.delivered_external) == (1, 1)
    assert await house.states() == {"delivered": 1}


async def test_a_late_failure_takes_back_what_was_counted(house: House, campaign: int) -> None:
    await house.run(40)
    await house.engine.receipts.apply([_receipt(house, S.READ)])
    failed = _receipt(house, S.FAILED, code="131026", message="número inválido")
    await house.engine.receipts.apply([failed])
    [row] = await house.rows(executions)
    assert (row.state, row.error_code) == ("failed", "131026")
    await assert_counters_agree(house)


async def test_a_failure_that_is_an_opt_out_suppresses_once(house: House, campaign: int) -> None:
    await house.run(40)
    for _ in range(2):
        failed = _receipt(house, S.FAILED, code="131050", opt_out=True)
        await house.engine.receipts.apply([failed])
    [suppressed] = await house.rows(suppressions)
    assert suppressed.reason == "131050"
    [day] = await house.rows(session_days)
    assert day.opted_out == 1
    assert len(house.heard("notification", code="opted_out")) == 1


async def test_a_failure_that_concerns_the_account_holds_the_session(
    house: House, campaign: int
) -> None:
    await house.run(40)
    failed = _receipt(house, S.FAILED, code="131031", scope=Scope.ACCOUNT)
    await house.engine.receipts.apply([failed])
    [session] = await house.rows(sessions)
    assert (session.state, session.state_reason) == ("held", "131031")


@pytest.mark.parametrize("written", ["{}", "whatsapp:{}"], ids=["as we do", "as others do"])
async def test_an_opt_out_word_suppresses_at_once_in_every_campaign(
    house: House, campaign: int, written: str
) -> None:
    other = await house.campaign(1, [1], contacts=1, name="outra")
    await house.make.members(1, 2, [1])
    await house.campaigns.start(1, other)
    asked = str(await house.session(1))
    await house.tick()
    [row] = await house.rows(contacts, id=1)
    said = Inbound(asked, written.format(row.address), "Sair!", house.clock.now())
    await house.engine.receipts.apply([said])
    await house.run(60)
    assert [message.to for message in house.provider.taken].count(row.address) == 0
    assert await house.states() == {"sent": 1, "skipped": 2}
    codes = {row.error_code for row in await house.rows(executions, state="skipped")}
    assert codes == {"opted_out"}
    await assert_counters_agree(house)
