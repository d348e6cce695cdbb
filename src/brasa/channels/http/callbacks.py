"""Reads a gateway's signed calls: receipts, and messages people wrote. No I/O here."""

import hashlib
import hmac
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import msgspec

from brasa.channels.base import Event, Inbound, Receipt, WebhookRequest
from brasa.channels.http.paths import find, find_text
from brasa.channels.http.settings import Callback
from brasa.clock import truncate_ms
from brasa.domain.localtime import ONE_DAY
from brasa.errors import FieldProblem, InvalidInput, Unauthorized

# What was before any gateway, or will be after tomorrow, is a mistake in its clock.
_EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)


def read_callback(callback: Callback | None, request: WebhookRequest, now: datetime) -> list[Event]:
    """The events of a call; `now` stands in where the gateway gives no time.

    Raises Unauthorized without a valid signature, InvalidInput when the body cannot be read.
    """
    if callback is None or not _is_signed(callback, request):
        raise Unauthorized("Assinatura inválida")
    try:
        document = msgspec.json.decode(request.body)
    except msgspec.DecodeError:
        raise _unreadable("body", "JSON") from None
    objects = document if isinstance(document, list) else [document]
    events = [_event(callback, one, now) for one in objects]
    return [event for event in events if event is not None]


def sign(secret: str, body: bytes) -> str:
    """The signature of `body`: HMAC-SHA256 in hex (RFC 2104)."""
    return hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


def _is_signed(callback: Callback, request: WebhookRequest) -> bool:
    given = _header(request.headers, callback.header).removeprefix("sha256=").lower()
    # Bytes, because compare_digest refuses text beyond ASCII.
    expected = sign(callback.secret.reveal(), request.body)
    return hmac.compare_digest(given.encode(), expected.encode())


def _header(headers: Mapping[str, str], name: str) -> str:
    return headers.get(name.lower(), "")


def _event(callback: Callback, one: Any, now: datetime) -> Event | None:
    if not isinstance(one, dict):
        raise _unreadable("body", "object")
    status, text = find_text(one, callback.status), find_text(one, callback.text)
    if status is not None:
        return _receipt(callback, one, status, now)
    return None if text is None else _inbound(callback, one, text, now)


def _receipt(callback: Callback, one: Any, word: str, now: datetime) -> Receipt | None:
    status = callback.statuses.get(word)
    if status is None:
        return None
    return Receipt(
        provider_id=_needed(one, callback.id),
        status=status,
        at=_at(callback, one, now),
        session_id=find_text(one, callback.session),
        idempotency_key=find_text(one, callback.idempotency_key),
        code=find_text(one, callback.code),
        message=find_text(one, callback.message),
    )


def _inbound(callback: Callback, one: Any, text: str, now: datetime) -> Inbound:
    return Inbound(
        session_id=_needed(one, callback.session),
        from_=_needed(one, callback.from_),
        text=text,
        at=_at(callback, one, now),
        inbound_id=find_text(one, callback.id),
    )


def _at(callback: Callback, one: Any, now: datetime) -> datetime:
    value = find(one, callback.at)
    if value is None:
        return now
    try:
        # Text is ISO 8601, a number is seconds since 1970.
        at = msgspec.convert(value, datetime, strict=False)
        at = truncate_ms(at.replace(tzinfo=at.tzinfo or UTC).astimezone(UTC))
    except (msgspec.ValidationError, OverflowError):
        raise _unreadable(callback.at, "ISO 8601") from None
    return at if _EARLIEST < at < now + ONE_DAY else now


def _needed(one: Any, path: str) -> str:
    value = find_text(one, path)
    if value is None:
        raise _unreadable(path, "text")
    return value


def _unreadable(field: str, accepted: str) -> InvalidInput:
    return InvalidInput(
        "Chamada do provedor ilegível", [FieldProblem(field, "valor não aceito", accepted)]
    )
