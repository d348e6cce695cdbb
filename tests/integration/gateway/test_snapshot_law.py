"""The law of snapshots: one with the events that follow it is a fresh one."""

import asyncio
import shutil
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import msgspec
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from brasa.actions.campaigns import Campaigns, announce_status
from brasa.actions.executions import Executions, Resolution
from brasa.actions.sending import Sending
from brasa.actions.unit import Work
from brasa.actions.verdict import Result
from brasa.bus.base import Envelope
from brasa.bus.local import LocalBus
from brasa.channels.outcome import Accepted, Expired, Outcome, SendError
from brasa.errors import Conflict
from brasa.gateway.dashboard import Snapshots
from tests.builders import NOW, SECOND, Builders, store_at
from tests.integration.gateway.scene import StoppedClock, scene

HOUR = timedelta(hours=1)

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
        organization, campaigns = await scene(Builders(database))
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
