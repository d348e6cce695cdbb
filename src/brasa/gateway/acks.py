"""What acknowledgements look like."""

from typing import Literal

from msgspec import UNSET, UnsetType

from brasa.domain.events import (
    BotHealthData,
    CampaignLogData,
    CampaignStatusData,
    ExecutionLogData,
    Timestamp,
    Wire,
)


class Done(Wire, frozen=True, kw_only=True):
    """It was done, for this organization."""

    ok: Literal[True]
    organization_id: int


class Pong(Wire, frozen=True, kw_only=True):
    """The connection works; `pong` itself is sent besides."""

    ok: Literal[True]
    server_time: Timestamp


class Dashboard(Wire, frozen=True, kw_only=True):
    """Everything a dashboard starts from, each list oldest first."""

    ok: Literal[True]
    campaigns: list[CampaignStatusData]
    bot_health: list[BotHealthData]
    logs: list[CampaignLogData]
    executions: list[ExecutionLogData]


class FieldRefusal(Wire, frozen=True, kw_only=True):
    """What is wrong with one field."""

    field: str
    message: str


class RefusalError(Wire, frozen=True, kw_only=True):
    """`code` never changes with the language."""

    code: str
    message: str
    fields: list[FieldRefusal] | UnsetType = UNSET


class Refusal(Wire, frozen=True, kw_only=True):
    """It was not done, and why."""

    ok: Literal[False]
    error: RefusalError
