"""How healthy the sessions were at the end of each day that was imported."""

from collections.abc import Collection, Iterable
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from brasa.domain.condition import Recent, next_state
from brasa.domain.health import Evidence, HealthSettings, score
from brasa.domain.session import SessionState
from brasa.store import measuring
from brasa.store.database import Connection
from brasa.store.subjects import subjects


async def record_past_health(
    connection: Connection,
    session_ids: Collection[int],
    days: Iterable[date],
    zone: ZoneInfo,
    settings: HealthSettings,
) -> None:
    """Write the last point of each past day that has none; today is the measurer's.

    A day is judged by what was sent until then, and by the plans and settings of now.
    """
    for day in sorted(days):
        end = datetime.combine(day + timedelta(days=1), time(), zone).astimezone(UTC)
        last = end - timedelta(seconds=1)
        found = await subjects(connection, session_ids, last, settings.window_days)
        judged = [(subject, score(subject.tally, settings)) for subject in found]
        points = [
            (subject, health, _state(health.score, last))
            for subject, health in judged
            if health.evidence is not Evidence.NONE
        ]
        await measuring.add_points(connection, points, last)


def _state(points: float, at: datetime) -> SessionState:
    """What a session fresh to Brasa would have been put in."""
    return next_state(SessionState.HEALTHY, points, Recent(), at, at).state
