"""What a dashboard starts from, encoded, and how an event changes it.

The law: a snapshot with the events that follow it is a later snapshot.
"""

from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from brasa.bus.base import Envelope
from brasa.domain.events import BotHealthData, CampaignLogData, CampaignStatusData, ExecutionLogData

LOGS_KEPT = 100
EXECUTIONS_KEPT = 50

_encode = msgspec.json.Encoder().encode


class _Keys(msgspec.Struct, rename="camel"):
    """What an event is known by."""

    campaign_id: str = ""
    session_id: str = ""
    execution_id: str = ""
    log_id: str = ""


_keys = msgspec.json.Decoder(_Keys).decode


class Snapshot:
    """Payloads by what they are known by, each oldest first."""

    def __init__(
        self,
        statuses: Iterable[CampaignStatusData] = (),
        healths: Iterable[BotHealthData] = (),
        logs: Iterable[CampaignLogData] = (),
        executions: Iterable[ExecutionLogData] = (),
    ) -> None:
        self.campaigns = {status.campaign_id: _encode(status) for status in statuses}
        self.healths = {(h.session_id, h.campaign_id): _encode(h) for h in healths}
        self.logs = {line.log_id or "": _encode(line) for line in logs}
        self.executions = {one.execution_id: _encode(one) for one in executions}

    def messages(self) -> Iterator[tuple[str, bytes]]:
        """Every event that it takes to show the snapshot, with its payload."""
        yield from (("campaign-status", payload) for payload in self.campaigns.values())
        yield from (("bot-health", payload) for payload in self.healths.values())
        yield from (("campaign-log", payload) for payload in self.logs.values())
        yield from (("execution-log", payload) for payload in self.executions.values())

    def as_object(self) -> dict[str, Any]:
        """The same as one value, for an acknowledgement."""
        return {
            "campaigns": _raw(self.campaigns.values()),
            "botHealth": _raw(self.healths.values()),
            "logs": _raw(self.logs.values()),
            "executions": _raw(self.executions.values()),
        }

    def after(self, envelopes: Iterable[Envelope]) -> "Snapshot":
        """The snapshot that this one becomes with these events."""
        later = Snapshot()
        later.campaigns = dict(self.campaigns)
        later.healths = dict(self.healths)
        later.logs = dict(self.logs)
        later.executions = dict(self.executions)
        for envelope in envelopes:
            later._take(envelope.event, envelope.payload)
        later.logs = _last(later.logs, LOGS_KEPT)
        later.executions = _last(later.executions, EXECUTIONS_KEPT)
        return later

    def _take(self, event: str, payload: bytes) -> None:
        keys = _keys(payload)
        match event:
            case "campaign-status":
                self.campaigns[keys.campaign_id] = payload
            case "bot-health":
                self.healths[keys.session_id, keys.campaign_id] = payload
            case "campaign-log":
                # A line that was not stored has no id; it is still a line that was seen.
                self.logs[keys.log_id or f"unstored {len(self.logs)}"] = payload
            case "execution-log":
                # What changed last comes last.
                self.executions.pop(keys.execution_id, None)
                self.executions[keys.execution_id] = payload


def _last(payloads: dict[str, bytes], most: int) -> dict[str, bytes]:
    return dict(list(payloads.items())[-most:])


def _raw(payloads: Iterable[bytes]) -> list[msgspec.Raw]:
    return [msgspec.Raw(payload) for payload in payloads]
