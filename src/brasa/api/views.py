"""From what the store knows to what the API shows."""

from collections.abc import Sequence
from datetime import datetime, time
from typing import Any

import msgspec
from msgspec import UNSET, UnsetType

from brasa.api.schemas import campaigns as shown
from brasa.api.schemas.history import Execution
from brasa.api.schemas.sessions import (
    Change,
    HealthPoint,
    Session,
    SessionCampaign,
    SessionDetail,
    SessionHealth,
)
from brasa.clock import iso_ms
from brasa.domain.condition import QUARANTINE
from brasa.domain.events import BotHealthData, CampaignStatusData
from brasa.domain.health import Health
from brasa.domain.seat import Seat
from brasa.domain.session import SessionState
from brasa.store import health_history as history
from brasa.store.campaigns import Campaign
from brasa.store.execution_rows import ExecutionRow, wire_fields, wire_states
from brasa.store.healths import bot_health
from brasa.store.sessions_read import SessionView


def campaign_view(campaign: Campaign, status: CampaignStatusData) -> shown.Campaign:
    """A campaign in a list."""
    return shown.Campaign(**_campaign_fields(campaign, status))


def campaign_detail(
    campaign: Campaign, status: CampaignStatusData, seats: Sequence[Seat]
) -> shown.CampaignDetail:
    """A campaign with its sessions and templates."""
    definition = campaign.definition
    templates = [
        shown.Template(name=template.name, body=template.body, weight=template.weight)
        for part in (definition.internal, definition.external)
        if part is not None
        for template in part.templates
    ]
    return shown.CampaignDetail(
        **_campaign_fields(campaign, status),
        sessions=[_seat(seat) for seat in seats],
        templates=templates,
    )


def _campaign_fields(campaign: Campaign, status: CampaignStatusData) -> dict[str, Any]:
    definition = campaign.definition
    quiet = definition.quiet_hours
    return {
        **msgspec.structs.asdict(status),
        "kind": definition.kind,
        "daily_target": definition.daily_target,
        "timezone": campaign.zone.key,
        "windows": [
            shown.Window(days=list(w.days), from_=_clock(w.from_), to=_clock(w.to))
            for w in definition.windows
        ],
        "quiet_hours": (
            UNSET if quiet is None else shown.Hours(from_=_clock(quiet.from_), to=_clock(quiet.to))
        ),
        "starts_at": _time(definition.starts_at),
        "ends_at": _time(definition.ends_at),
        "created_at": iso_ms(campaign.created_at),
        "updated_at": iso_ms(campaign.updated_at),
        "version": campaign.version,
    }


def _seat(seat: Seat) -> shown.CampaignSession:
    caps = [cap for cap in (seat.campaign_cap, seat.session_cap) if cap is not None]
    return shown.CampaignSession(
        session_id=str(seat.session_id),
        session_name=seat.name,
        sent_today=seat.sent,
        target_today=seat.target,
        cap_today=min(caps) if caps else UNSET,
        active=seat.block is None,
        reason=UNSET if seat.block is None else seat.block,
    )


def execution_view(row: ExecutionRow) -> Execution:
    """An execution in any state."""
    changed = row.changed_at
    return Execution(
        **wire_fields(row),
        **wire_states(row),
        state=row.state,  # type: ignore[arg-type] # the store has the wire's words
        attempt=row.attempt,
        timestamp=_time(changed),
        delivered_at=_time(row.delivered_at),
        read_at=_time(row.read_at),
        provider_id=row.provider_id or UNSET,
    )


def session_fields(view: SessionView) -> dict[str, Any]:
    """What a session shows in a list and on its own page."""
    return {
        "session_id": str(view.id),
        "session_name": view.name,
        "channel": view.channel,
        "address": view.address or UNSET,
        "enabled": view.enabled,
        "connected": view.connected,
        "state": view.state,
        "state_reason": view.state_reason or UNSET,
        "state_since": iso_ms(view.state_since),
        "held_until": _time(_held_until(view)),
        "sent_today": view.sent,
        "cap_today": UNSET if view.cap is None else view.cap,
        "health": _session_health(view),
        "campaigns": [
            SessionCampaign(campaign_id=str(id_), name=name) for id_, name in view.campaigns
        ],
    }


def _held_until(view: SessionView) -> datetime | None:
    """When time lets it send again; None while it may, and where only a person can."""
    if view.state == SessionState.QUARANTINED:
        return view.state_since + QUARANTINE
    return view.held_until if view.state == SessionState.HELD else None


def session_detail(view: SessionView, changes: Sequence[history.StateChange]) -> SessionDetail:
    """A session with its last changes of state."""
    return SessionDetail(**session_fields(view), changes=[_change(one) for one in changes])


def session_list_item(view: SessionView) -> Session:
    """A session in a list."""
    return Session(**session_fields(view))


def health_point(view: SessionView, point: history.HealthPoint) -> HealthPoint:
    """One hour of a session's health."""
    wire = _wire_health(view, point.health, point.state, point.hour)
    return HealthPoint(
        at=wire.last_updated,
        health_score=wire.health_score,
        quality_sigma=wire.quality_sigma,
        delivery_rate=wire.delivery_rate,
        messages_per_day=wire.messages_per_day,
        state=wire.state,
        components=wire.components,
    )


def _session_health(view: SessionView) -> SessionHealth:
    wire = msgspec.structs.asdict(_wire_health(view, view.health, view.state, view.measured_at))
    del wire["campaign_id"]
    return SessionHealth(**wire)


def _wire_health(view: SessionView, health: Health, state: str, at: datetime) -> BotHealthData:
    return bot_health(view.organization_id, 0, view.id, view.name, health, SessionState(state), at)


def _change(change: history.StateChange) -> Change:
    return Change(
        at=iso_ms(change.at),
        from_=change.from_state,  # type: ignore[arg-type] # as above
        to=change.to_state,  # type: ignore[arg-type]
        reason=change.reason,
    )


def _time(at: datetime | None) -> str | UnsetType:
    return UNSET if at is None else iso_ms(at)


def _clock(at: time) -> str:
    return f"{at:%H:%M}"
