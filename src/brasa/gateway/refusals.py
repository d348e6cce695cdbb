"""How a refusal looks to a dashboard."""

from typing import Any

import msgspec

from brasa.clock import Clock, iso_ms
from brasa.domain.events import NotificationData
from brasa.domain.refusals import error_body
from brasa.errors import BrasaError


def refusal(error: BrasaError, language: str) -> dict[str, Any]:
    """The acknowledgement of something that was refused."""
    return {"ok": False, "error": error_body(error, language)}


def notification(error: BrasaError, language: str, clock: Clock) -> bytes:
    """The refusal for a client that asked for no acknowledgement, as JSON."""
    body = error_body(error, language)
    return msgspec.json.encode(
        NotificationData(
            type="error",
            code=body["code"],
            message=body["message"],
            timestamp=iso_ms(clock.now()),
            data={"fields": body["fields"]} if "fields" in body else msgspec.UNSET,
        )
    )
