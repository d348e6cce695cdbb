"""What nobody knows is asked about, now and then, until somebody knows or a day has passed."""

from datetime import timedelta
from itertools import pairwise

import pytest

from brasa.channels.base import NOT_TAKEN, Lookup, Receipt, ReceiptStatus
from brasa.channels.outcome import Unknown
from brasa.errors import Unavailable
from brasa.store.tables import executions, session_days
from tests.integration.engine.house import House
from tests.integration.engine.recount import assert_counters_agree


@pytest.fixture
async def unknown(house: House) -> House:
    organization = await house.make.organization()
    session = await house.session(organization)
    campaign = await house.campaign(organization, [session], contacts=1)
    await house.campaigns.start(organization, campaign)
    house.provider.answer = lambda message: Unknown("calou", code="timeout")
    await house.run(40)
    assert await house.states() == {"unknown": 1}
    house.clock.move(30)
    return house


async def _settle(house: House) -> None:
    await house.engine.settler.run_once(house.clock.now())


async def test_a_provider_that_has_it_settles_it(unknown: House) -> None:
    def look_up(lookup: Lookup) -> Receipt:
        return Receipt("p1", ReceiptStatus.SENT, unknown.clock.now())

    unknown.provider.look_up = look_up
    await _settle(unknown)
    [asked] = unknown.provider.looked_up
    [message] = unknown.provider.taken
    assert (asked.idempotency_key, asked.to) == (message.idempotency_key, message.to)
    [row] = await unknown.rows(executions)
    assert (row.state, row.provider_id, row.error_code) == ("sent", "p1", None)
    await assert_counters_agree(unknown)
    unknown.clock.move(3_700)
    await unknown.tick()
    [day] = await unknown.rows(session_days)
    assert (day.finished_external, day.delivered_external) == (1, 0), "it waits for a receipt"


async def test_one_that_was_never_taken_has_failed_and_is_not_sent_again(unknown: House) -> None:
    def look_up(lookup: Lookup) -> Receipt:
        at = unknown.clock.now()
        return Receipt(lookup.idempotency_key, ReceiptStatus.FAILED, at, code=NOT_TAKEN)

    unknown.provider.look_up = look_up
    await _settle(unknown)
    [row] = await unknown.rows(executions)
    assert (row.state, row.error_code) == ("failed", "not_taken")
    await unknown.run(60)
    assert len(unknown.provider.taken) == 1
    await assert_counters_agree(unknown)


async def test_a_provider_that_cannot_tell_is_asked_ever_more_seldom_for_a_day(
    unknown: House,
) -> None:
    begun, asked_at = unknown.clock.now(), []

    def look_up(lookup: Lookup) -> None:
        asked_at.append(unknown.clock.now() - begun)
        raise Unavailable("ninguém atende")

    unknown.provider.look_up = look_up
    while (passed := unknown.clock.now() - begun) < timedelta(hours=72):
        await _settle(unknown)
        unknown.clock.move(30 + passed.total_seconds() / 10)
    gaps = [b - a for a, b in pairwise(asked_at)]
    assert gaps == sorted(gaps)
    assert 8 <= len(asked_at) <= 14
    assert timedelta(hours=6) < asked_at[-1] < timedelta(hours=48)
    assert await unknown.states() == {"unknown": 1}


async def test_settled_ones_are_not_asked_about(unknown: House) -> None:
    receipt = Receipt(
        "p1", ReceiptStatus.READ, unknown.clock.now(), session_id="1", idempotency_key="1-1"
    )
    await unknown.engine.receipts.apply([receipt])
    await _settle(unknown)
    assert unknown.provider.looked_up == []


async def test_where_no_receipts_come_taken_means_delivered(house: House) -> None:
    organization = await house.make.organization()
    session = await house.session(organization, settings={"has_receipts": False})
    campaign = await house.campaign(organization, [session], contacts=1)
    await house.campaigns.start(organization, campaign)
    house.provider.answer = lambda message: Unknown("calou", code="timeout")
    await house.run(40)
    house.clock.move(30)
    house.provider.look_up = lambda lookup: Receipt("p", ReceiptStatus.SENT, house.clock.now())
    await _settle(house)
    assert await house.states() == {"delivered": 1}
