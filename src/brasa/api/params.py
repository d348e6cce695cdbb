"""Query parameters that several routes share."""

from datetime import UTC, datetime
from typing import Annotated

from litestar.params import QueryParameter

from brasa.domain.inputs import INSTANT, TEXT
from brasa.errors import FieldProblem, InvalidInput
from brasa.store.paging import MAX_ID

CampaignId = Annotated[int | None, QueryParameter(name="campaignId", ge=1, le=MAX_ID)]
SessionId = Annotated[int | None, QueryParameter(name="sessionId", ge=1, le=MAX_ID)]
Search = Annotated[str | None, QueryParameter(max_length=100, pattern=TEXT)]
Limit = Annotated[int, QueryParameter(ge=1, le=200)]
Cursor = Annotated[str | None, QueryParameter(max_length=100)]
Time = Annotated[datetime | None, QueryParameter(description="ISO 8601 with an offset")]

_FIRST, _LAST = datetime(1970, 1, 2, tzinfo=UTC), datetime(9000, 1, 1, tzinfo=UTC)


def aware(name: str, at: datetime | None) -> datetime | None:
    """The parameter as an instant. Raises InvalidInput without an offset, or out of all reason."""
    if at is not None and (at.tzinfo is None or not _FIRST <= at <= _LAST):
        raise InvalidInput(problems=[FieldProblem(name, "não é um instante", INSTANT)])
    return at
