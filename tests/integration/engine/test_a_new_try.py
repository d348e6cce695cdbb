"""What was tried and surely not taken is tried again, and dashboards know when and why."""

from datetime import time, timedelta
from typing import Any

import msgspec
from sqlalchemy import update

from brasa.channels.base import Message
from brasa.channels.outcome import Outcome, SendError
from brasa.clock import iso_ms
from brasa.domain.campaign import QuietHours, Zone
from brasa.store.execution_rows import execution_event
from brasa.store.executions_read import last_executions
from brasa.store.tables import contacts, executions, sessions
from tests.builders import NOW
from tests.integration.engine.house import House, sending
from tests.integration.engine.provider import accepted
from tests.integration.engine.recount import assert_counters_agree

BUSY = {"code": "429", "message": "muitas mensagens"}


def refusing_first(house: House, times: int = 1, retry_after: float | None = None) -> None:
    """Have the provider refuse the first messages it is given, for now."""

    def answer(message: Message) -> Outcome:
        if len(house.provider.taken) > times:
            return accepted(message)
        return SendError("muitas mensagens", code="429", retryable=True, retry_after=retry_after)

    house.provider.answer = answer


async def waiting(house: House, retry_after: float | None = None, **changes: Any) -> int:
    """A campaign of one contact, whose message was refused once and waits for a new try."""
    refusing_first(house, retry_after=retry_after)
    organization = await house.make.organization()
    session = await house.session(organization, "Atendimento 1")
    campaign = await house.campaign(organization, [session], contacts=1, **changes)
    await house.campaigns.start(organization, campaign)
    await house.run(20)
    assert await house.states() == {"scheduled": 1}
    return campaign


async def told(house: House) -> list[dict[str, Any]]:
    """What was said of executions; the last of it is what a new dashboard is shown."""
    said = house.heard("execution-log")
    async with house.database.read() as connection:
        rows = await last_executions(connection, 1, 50)
    shown = [msgspec.json.decode(msgspec.json.encode(execution_event(row))) for row in rows]
    assert [without_time(one) for one in shown] == [without_time(said[-1])]
    return said


def without_time(event: dict[str, Any]) -> dict[str, Any]:
    """All but when it was said: of a wait the store knows only when it was last tried."""
    return {name: value for name, value in event.items() if name != "timestamp"}


def words(said: list[dict[str, Any]]) -> list[tuple[str, str]]:
    return [(one["status"], one["deliveryStatus"]) for one in said]


async def test_a_refusal_for_now_is_told_with_the_time_of_the_next_try_and_the_reason(
    house: House,
) -> None:
    await waiting(house)
    first, put_back = await told(house)
    [row] = await house.rows(executions)
    await house.run(120)
    said = await told(house)

    assert words(said) == [
        ("sending", "sending"),
        ("sending", "scheduled"),
        ("sending", "sending"),
        ("sent", "sent"),
    ]
    assert [one.get("attempt") for one in said] == [None, None, 2, 2]
    assert put_back["error"] == BUSY
    assert put_back["scheduledAt"] == iso_ms(row.scheduled_at)
    assert row.scheduled_at == row.executed_at + timedelta(minutes=1)
    assert put_back["executedAt"] == first["executedAt"]
    changed = {"deliveryStatus", "scheduledAt", "error"}
    assert {k: v for k, v in put_back.items() if k not in changed} == {
        k: v for k, v in first.items() if k not in changed
    }
    assert [one["scheduledAt"] for one in said[2:]] == [put_back["scheduledAt"]] * 2
    assert all("error" not in one for one in (first, *said[2:]))
    await assert_counters_agree(house)


async def test_the_provider_says_when(house: House) -> None:
    await waiting(house, retry_after=1_800.0)
    [*_, put_back] = await told(house)
    [row] = await house.rows(executions)
    assert put_back["scheduledAt"] == iso_ms(row.executed_at + timedelta(minutes=30))


async def test_what_came_of_the_last_try_is_not_said_of_the_next(house: House) -> None:
    await waiting(house)
    house.provider.asked.clear()
    house.provider.open.clear()
    house.clock.move(60)
    await house.tick()
    async with sending(house):
        await house.provider.asked.wait()
        [*_, again] = await told(house)
        house.provider.open.set()
    assert again["deliveryStatus"] == "sending"
    assert "error" not in again


async def test_the_last_try_ends_in_a_failure(house: House) -> None:
    await waiting(house)
    refusing_first(house, times=100)
    await house.run(600)
    said = await told(house)
    assert [status for _, status in words(said)] == [
        *["sending", "scheduled"] * 2,
        "sending",
        "failed",
    ]
    assert [one.get("attempt") for one in said] == [None, None, 2, 2, 3, 3]
    assert said[-1]["status"] == "failed"
    await assert_counters_agree(house)


async def test_a_pause_takes_the_time_away_and_a_resume_gives_another(house: House) -> None:
    campaign = await waiting(house)
    await house.campaigns.pause(1, campaign)
    [*_, before, paused] = await told(house)
    assert words([before, paused]) == [("sending", "scheduled"), ("sending", "pending")]
    assert "scheduledAt" not in paused
    assert paused["error"] == BUSY

    await house.campaigns.resume(1, campaign)
    await house.tick()
    [*_, planned] = await told(house)
    [row] = await house.rows(executions)
    assert planned["deliveryStatus"] == "scheduled"
    assert planned["scheduledAt"] == iso_ms(row.scheduled_at) != before["scheduledAt"]

    await house.run(60)
    assert [status for _, status in words(await told(house))][4:] == ["sending", "sent"]
    await assert_counters_agree(house)


async def test_a_stop_ends_the_wait(house: House) -> None:
    campaign = await waiting(house)
    await house.campaigns.stop(1, campaign)
    [*_, stopped] = await told(house)
    assert (stopped["status"], stopped["deliveryStatus"]) == ("failed", "skipped")
    assert stopped["error"]["code"] == "cancelled"


async def test_quiet_hours_that_begin_meanwhile_put_the_next_try_off(house: House) -> None:
    quiet = QuietHours(time(22), time(7), zone=Zone.CONTACT)
    await waiting(house, quiet_hours=quiet)
    async with house.database.write() as connection:
        await connection.execute(update(contacts).values(timezone="Asia/Tokyo"))
    await house.run(120)
    [*_, put_off] = await told(house)
    [row] = await house.rows(executions)
    assert (put_off["deliveryStatus"], put_off["error"]) == ("scheduled", BUSY)
    assert put_off["scheduledAt"] == iso_ms(row.scheduled_at)
    assert row.scheduled_at >= NOW.replace(hour=22)
    await assert_counters_agree(house)


async def test_a_session_that_cannot_send_gives_the_next_try_back(house: House) -> None:
    await waiting(house)
    async with house.database.write() as connection:
        await connection.execute(update(sessions).values(connected=False))
    await house.run(120)
    [*_, given_back] = await told(house)
    assert (given_back["deliveryStatus"], given_back["error"]) == ("pending", BUSY)
    await assert_counters_agree(house)


async def test_nothing_is_told_of_what_was_never_tried(house: House) -> None:
    organization = await house.make.organization()
    session = await house.session(organization)
    campaign = await house.campaign(organization, [session], contacts=5)
    await house.campaigns.start(organization, campaign)
    await house.tick()
    assert (await house.states())["scheduled"]
    await house.campaigns.pause(organization, campaign)
    assert await house.states() == {"pending": 5}
    assert house.heard("execution-log") == []
