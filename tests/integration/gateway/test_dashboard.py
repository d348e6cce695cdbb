"""A dashboard's snapshot: what it holds, and that it fits the events around it."""

import asyncio
import shutil
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from brasa.actions.campaigns import Campaigns, announce_status
from brasa.actions.executions import Executions, Resolution
from brasa.actions.sending import Sending
from brasa.actions.unit import Unit, Work
from brasa.actions.verdict import Result
from brasa.bus.base import Envelope
from brasa.bus.local import LocalBus
from brasa.channels.outcome import Accepted, Expired, Outcome, SendError
from brasa.clock import SystemClock, iso_ms
from brasa.errors import Conflict
from brasa.gateway.dashboard import Snapshots
from brasa.gateway.snapshot import Snapshot
from brasa.gateway.visitors import GatewaySettings
from brasa.store.database import Database
from brasa.store.healths import bot_healths
from tests.builders import NOW, SECOND, Builders, store_at
from tests.integration.gateway.conftest import Stage, staged
from tests.socketio.waiting import until

HOUR = timedelta(hours=1)


class StoppedClock(SystemClock):
    def now(self) -> datetime:
        return NOW


async def test_it_holds_the_last_lines_and_executions_oldest_first(
    stage: Stage, make: Builders
) -> None:
    organization = await make.organization()
    session = await make.session(organization)
    campaign = await make.campaign(organization, [session])
    ids = await make.executions(campaign, session, 60)
    await make.executions(campaign, session, 3, state="pending")
    await make.executions(campaign, session, 3, state="scheduled")
    await make.logs(campaign, 130)
    client = await stage.client()
    answer = await client.ask("request-dashboard", {"organizationId": organization})
    await client.settle()
    assert answer.pop("ok") is True
    assert answer == {
        "campaigns": client.of("campaign-status"),
        "botHealth": client.of("bot-health"),
        "logs": client.of("campaign-log"),
        "executions": client.of("execution-log"),
    }
    assert [line["message"] for line in answer["logs"]] == [f"linha {n}" for n in range(30, 130)]
    assert [one["executionId"] for one in answer["executions"]] == [str(id_) for id_ in ids[-50:]]
    assert (len(answer["campaigns"]), len(answer["botHealth"])) == (1, 1)


async def test_what_waits_for_a_new_try_is_shown_with_its_time_and_its_reason(
    stage: Stage, make: Builders
) -> None:
    organization = await make.organization()
    session = await make.session(organization)
    campaign = await make.campaign(organization, [session])
    tried: dict[str, Any] = {
        "attempt": 1,
        "executed_at": NOW,
        "error_code": "429",
        "error_message": "devagar",
    }
    [id_] = await make.executions(campaign, session, state="scheduled", start=NOW + HOUR, **tried)
    client = await stage.client()
    await client.ask("request-dashboard", {"organizationId": organization})
    await client.settle()
    [shown] = client.of("execution-log")
    assert (shown["executionId"], shown["status"]) == (str(id_), "sending")
    assert (shown["deliveryStatus"], shown["scheduledAt"]) == ("scheduled", iso_ms(NOW + HOUR))
    assert shown["error"] == {"code": "429", "message": "devagar"}


async def test_what_changed_last_comes_last_whenever_it_was_sent(
    stage: Stage, make: Builders
) -> None:
    organization = await make.organization()
    session = await make.session(organization)
    campaign = await make.campaign(organization, [session])
    [read] = await make.executions(campaign, session, state="read", read_at=NOW + 60 * SECOND)
    later = await make.executions(campaign, session, 2, start=NOW + 10 * SECOND)
    client = await stage.client()
    await client.ask("request-dashboard", {"organizationId": organization})
    await client.settle()
    told = [one["executionId"] for one in client.of("execution-log")]
    assert told == [str(id_) for id_ in (*later, read)]


async def test_only_who_asks_gets_it(stage: Stage, make: Builders) -> None:
    organization = await make.organization()
    await make.campaign(organization, [await make.session(organization)])
    asks, listens = await stage.client(), await stage.client()
    await listens.join(organization)
    listens.heard.clear()
    await asks.ask("request-dashboard", {"organizationId": organization})
    await listens.settle()
    assert [event for event, _ in listens.heard] == ["pong"]


async def test_asking_too_often_is_refused(database: Database, make: Builders) -> None:
    organization = await make.organization()
    limits = GatewaySettings(burst=3, interval=600.0)
    async with staged(database, settings=limits) as stage:
        client = await stage.client()
        asked = {"organizationId": organization}
        answers = [await client.ask("request-dashboard", asked) for _ in range(5)]
        assert [answer["ok"] for answer in answers] == [True] * 3 + [False] * 2
        assert answers[-1]["error"]["code"] == "limit_exceeded"
        other = await stage.client()
        assert (await other.ask("request-dashboard", asked))["ok"] is True


async def _scene(make: Builders) -> tuple[int, list[int]]:
    organization = await make.organization()
    session = await make.session(organization)
    campaigns = [await make.campaign(organization, [session]) for _ in range(2)]
    for campaign in campaigns:
        await make.executions(campaign, session, 2, state="failed", error_code="131026")
        await make.executions(campaign, session, 3, state="unknown")
        await make.executions(campaign, session, 2, state="sent")
        await make.executions(campaign, session, 3, state="scheduled", start=NOW - 3 * SECOND)
        await make.logs(campaign, 2)
    return organization, campaigns


TRIES: dict[str, Outcome | None] = {
    "begin": None,
    "accepted": Accepted("p-1"),
    "busy": SendError("devagar", code="429", retryable=True),
    "refused": SendError("não existe", code="131026"),
    "late": Expired(),
}
ACTIONS = ("pause", "resume", "retry", "sent", "failed", "again", *TRIES)


async def _try(work: Work, organization: int, campaign: int, outcome: Outcome | None) -> None:
    """Send one of what is due of a campaign, with this outcome if any; then tick."""
    worker = Sending(work, "me", HOUR)
    due = [one for one in await worker.due([1], 100) if one.campaign.id == campaign]
    begun = await worker.commit([], [replace(one, content="Olá") for one in due[:1]])
    if outcome is not None:
        results = [Result(a, begun.at, outcome, NOW + SECOND, HOUR) for a in begun.attempts]
        await worker.commit(results, [])
    async with work.unit() as unit:
        await announce_status(unit, organization, campaign, NOW)


async def _act(work: Work, organization: int, campaign: int, action: str) -> None:
    """Do one thing to a campaign, if it may be done now."""
    campaigns, executions = Campaigns(work), Executions(work)
    try:
        if action in TRIES:
            await _try(work, organization, campaign, TRIES[action])
        elif action == "pause":
            await campaigns.pause(organization, campaign)
        elif action == "resume":
            await campaigns.resume(organization, campaign)
        elif action == "retry":
            await executions.retry_failed(organization, campaign)
        else:
            resolution = Resolution("retry" if action == "again" else action)
            await executions.resolve_unknown(organization, campaign, resolution)
    except Conflict:
        pass


def _view(snapshot: dict[str, Any]) -> Any:
    """A snapshot as far as it is the same however one came to it.

    Executions that a person queues again vanish from the store's last ones without an event: they
    begin anew, and nothing is announced of a recipient who waits.
    """
    told = msgspec.json.decode(msgspec.json.encode(snapshot))
    return {
        "campaigns": {one["campaignId"]: one for one in told["campaigns"]},
        "botHealth": {(one["sessionId"], one["campaignId"]): one for one in told["botHealth"]},
        "logs": [(line["logId"], line["message"]) for line in told["logs"]],
        "executions": {one["executionId"]: _told(one) for one in told["executions"]},
    }


def _told(execution: dict[str, Any]) -> tuple[Any, ...]:
    error = execution.get("error", {})
    return (
        *(execution["status"], execution["deliveryStatus"], execution.get("scheduledAt")),
        *(error.get("code"), error.get("message")),
    )


@given(
    before=st.lists(st.sampled_from(ACTIONS), max_size=4),
    after=st.lists(st.tuples(st.sampled_from(ACTIONS), st.booleans()), max_size=8),
)
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_a_snapshot_and_its_events_are_a_fresh_snapshot(
    before: list[str], after: list[tuple[str, bool]], migrated: Path, tmp_path: Path
) -> None:
    async def scenario() -> None:
        database = store_at(shutil.copy(migrated, mkdtemp(dir=tmp_path)))
        work = Work(database, LocalBus(), StoppedClock())
        snapshots = Snapshots(database, work.clock)
        heard: list[Envelope] = []

        def listen(envelopes: Sequence[Envelope]) -> None:
            heard.extend(envelopes)
            snapshots.note(envelopes)

        work.bus.subscribe(listen)
        organization, campaigns = await _scene(Builders(database))
        for action in before:
            await _act(work, organization, campaigns[0], action)
        async with snapshots.moment(organization, with_history=True) as moment:
            heard.clear()
            for action, second in after:
                await _act(work, organization, campaigns[second], action)
            assert moment.since == heard
            folded = _view(moment.now().as_object())
        async with snapshots.moment(organization, with_history=True) as fresh:
            expected = _view(fresh.snapshot.as_object())
        executions = folded.pop("executions")
        assert expected.pop("executions").items() <= executions.items()
        assert folded == expected
        await database.close()

    asyncio.run(scenario())


class Gate:
    """Stops a snapshot half-way, after its moment is fixed and before it is delivered."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.reached = asyncio.Event()
        self.opened = asyncio.Event()

        async def wait(*args: Any) -> Any:
            self.reached.set()
            await self.opened.wait()
            return await bot_healths(*args)

        monkeypatch.setattr("brasa.gateway.dashboard.bot_healths", wait)


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch) -> Gate:
    return Gate(monkeypatch)


async def test_what_happens_during_a_join_comes_after_the_snapshot(
    stage: Stage, make: Builders, gate: Gate
) -> None:
    organization, [campaign, _] = await _scene(make)
    client = await stage.client()
    joining = asyncio.create_task(client.join(organization))
    await gate.reached.wait()
    await Campaigns(stage.work).pause(organization, campaign)
    gate.opened.set()
    await joining
    await client.settle()
    mine = [one for one in client.of("campaign-status") if one["campaignId"] == str(campaign)]
    assert [one["status"] for one in mine] == ["active", "paused"]
    assert [line["message"] for line in client.of("campaign-log")] == ["Campanha pausada"]
    events = [event for event, _ in client.heard]
    assert events.index("campaign-log") > events.index("bot-health")


@pytest.mark.parametrize("event", ["join-organization", "request-dashboard"])
async def test_nothing_goes_back_in_time_for_who_is_in_the_room(
    event: str, stage: Stage, make: Builders, gate: Gate
) -> None:
    organization, [campaign, _] = await _scene(make)
    client = await stage.client()
    gate.opened.set()
    await client.join(organization)
    gate.opened.clear()
    gate.reached.clear()
    client.heard.clear()
    asking = asyncio.create_task(client.ask(event, {"organizationId": organization}))
    await gate.reached.wait()
    await Campaigns(stage.work).pause(organization, campaign)
    gate.opened.set()
    answer = await asking
    await client.settle()
    mine = [one for one in client.of("campaign-status") if one["campaignId"] == str(campaign)]
    assert [one["status"] for one in mine] == ["paused", "paused"]
    if event == "request-dashboard":
        told = {one["campaignId"]: one["status"] for one in answer["campaigns"]}
        assert told[str(campaign)] == "paused"
        assert answer["logs"][-1]["message"] == "Campanha pausada"


async def test_who_joins_while_others_are_served_misses_nothing(
    stage: Stage, make: Builders, gate: Gate
) -> None:
    organization, [campaign, _] = await _scene(make)
    first, second = await stage.client(), await stage.client()
    joining = asyncio.create_task(first.join(organization))
    await gate.reached.wait()
    await Campaigns(stage.work).pause(organization, campaign)
    late = asyncio.create_task(second.join(organization))
    await until(lambda: stage.sharing() == 2)
    await Campaigns(stage.work).resume(organization, campaign)
    gate.opened.set()
    await asyncio.gather(joining, late)
    for client in (first, second):
        await client.settle()
        mine = [one for one in client.of("campaign-status") if one["campaignId"] == str(campaign)]
        assert [one["status"] for one in mine] == ["active", "paused", "active"]


async def test_what_was_committed_and_not_said_yet_is_said_before_the_snapshot(
    database: Database, make: Builders
) -> None:
    organization = await make.organization()
    work = Work(database, LocalBus(), StoppedClock())
    snapshots = Snapshots(database, work.clock, work.announcements)
    heard: list[Envelope] = []

    def listen(envelopes: Sequence[Envelope]) -> None:
        heard.extend(envelopes)
        snapshots.note(envelopes)

    work.bus.subscribe(listen)
    told = Envelope(organization, "notification", b"{}")

    async def commit(unit: Unit) -> None:
        unit.tell(lambda: [told])

    await work.commit(commit)
    assert heard == []
    async with snapshots.moment(organization, with_history=True) as moment:
        assert heard == [told]
        await work.announcements.publish()
        assert moment.since == []


async def test_many_who_ask_at_once_share_one_reading(database: Database, make: Builders) -> None:
    organization = await make.organization()
    snapshots = Snapshots(database, SystemClock())

    async def ask() -> Snapshot:
        async with snapshots.moment(organization, with_history=True) as moment:
            return moment.snapshot

    found = await asyncio.gather(*(ask() for _ in range(50)))
    assert len(set(map(id, found))) == 1
    assert snapshots._open == {}
    assert snapshots._reading == {}


async def test_who_gives_up_leaves_nothing_behind(database: Database, make: Builders) -> None:
    organization = await make.organization()
    snapshots = Snapshots(database, SystemClock())

    async def ask() -> None:
        async with snapshots.moment(organization, with_history=True):
            pass

    async with database.turn():
        asking = asyncio.create_task(ask())
        await asyncio.sleep(0)
        asking.cancel()
        with pytest.raises(asyncio.CancelledError):
            await asking
    await ask()
    assert snapshots._open == {}
    assert snapshots._reading == {}


@pytest.mark.parametrize("transport", ["websocket", "polling"])
async def test_a_snapshot_larger_than_what_a_slow_client_may_leave_unread_arrives(
    transport: str, stage: Stage, make: Builders
) -> None:
    organization = await make.organization()
    names = [f"{number} " + "x" * 4_000 for number in range(300)]
    sessions = [await make.session(organization, name) for name in names]
    await make.campaign(organization, sessions)
    client = await stage.client(transport)
    assert (await client.join(organization))["ok"] is True
    assert len(client.of("bot-health")) == 300
    answer = await client.ask("request-dashboard", {"organizationId": organization})
    assert len(answer["botHealth"]) == 300
    assert stage.sio.stats().slow_closed == 0
