"""Messages by minute or hour, as the charts show them."""

from datetime import UTC, datetime, timedelta
from enum import StrEnum

import msgspec
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from brasa.errors import FieldProblem, InvalidInput
from brasa.store.tables import throughput

MOST_BUCKETS = 1_500


class Bucket(StrEnum):
    """The length of one point of a chart."""

    MINUTE = "minute"
    HOUR = "hour"

    @property
    def seconds(self) -> int:
        return 60 if self is Bucket.MINUTE else 3600


class Point(msgspec.Struct, frozen=True):
    """What happened in the bucket that begins at `at`."""

    at: datetime
    sent: int = 0
    delivered: int = 0
    failed: int = 0


class Span(msgspec.Struct, frozen=True):
    """Buckets from the one that holds `since` up to the one before `until`."""

    bucket: Bucket
    since: datetime
    until: datetime

    def starts(self) -> list[datetime]:
        """When each bucket begins, oldest first. Raises InvalidInput where they are too many."""
        step = self.bucket.seconds
        first = int(self.since.timestamp()) // step * step
        count = -(-(int(self.until.timestamp()) - first) // step)
        if count > MOST_BUCKETS:
            accepted = "até 1500 pontos; use unit=hour ou um período menor"
            raise InvalidInput(problems=[FieldProblem("since", "período longo demais", accepted)])
        start = datetime.fromtimestamp(first, UTC)
        return [start + timedelta(seconds=step * index) for index in range(max(0, count))]


async def throughput_of(
    connection: AsyncConnection,
    organization_id: int,
    span: Span,
    campaign_id: int | None = None,
    session_id: int | None = None,
) -> list[Point]:
    """One point for each bucket of `span`, oldest first; a bucket without messages is all zeros."""
    starts = span.starts()
    if not starts:
        return []
    c = throughput.c
    statement = select(c.at, func.sum(c.sent), func.sum(c.delivered), func.sum(c.failed)).where(
        c.organization_id == organization_id,
        c.seconds == span.bucket.seconds,
        c.at.between(starts[0], starts[-1]),
    )
    if campaign_id is not None:
        statement = statement.where(c.campaign_id == campaign_id)
    if session_id is not None:
        statement = statement.where(c.session_id == session_id)
    rows = await connection.execute(statement.group_by(c.at))
    found = {at: Point(at, sent, delivered, failed) for at, sent, delivered, failed in rows}
    return [found.get(start) or Point(start) for start in starts]
