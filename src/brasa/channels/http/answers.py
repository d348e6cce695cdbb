"""Reads a gateway's answer: taken, surely not taken, or nobody knows. No I/O here.

Only an answer that proves the message was not taken may lead to a second try. A 5xx proves
nothing (the gateway may have failed after passing it on) unless a setting says it does, or it is
a 503 with Retry-After (RFC 9110, 15.6.4: the server is not handling requests now).
"""

from collections.abc import Mapping
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Any

import msgspec

from brasa.channels.http.paths import find_text
from brasa.channels.http.settings import HttpSettings
from brasa.channels.outcome import Accepted, Outcome, Scope, SendError, Unknown
from brasa.channels.secret import redact

_LONGEST_QUOTE = 200


class Answer(msgspec.Struct, frozen=True):
    """An HTTP answer: `retry_after` in seconds, `document` the decoded JSON or None."""

    status: int
    document: Any = None
    retry_after: float | None = None


def read_answer(settings: HttpSettings, answer: Answer, idempotency_key: str) -> Outcome:
    """What the answer to a send says about the message."""
    status = answer.status
    if 200 <= status < 300:
        return _accepted(settings, answer, idempotency_key)
    if status == 429:
        return _refused(settings, answer, "rate_limited", retryable=True, scope=Scope.SESSION)
    if status in settings.transient or (status == 503 and answer.retry_after is not None):
        return _refused(settings, answer, "unavailable", retryable=True, scope=Scope.ACCOUNT)
    # 408 is often a proxy's word for what happened behind it.
    if status >= 500 or status == 408:
        return Unknown("O provedor falhou ({status})", code="server_error", status=status)
    # A wrong token or address is nobody's fault among the recipients.
    if status == 401:
        return _refused(settings, answer, "http_401", retryable=True, scope=Scope.ACCOUNT)
    if status < 400:
        return _refused(settings, answer, f"http_{status}", retryable=False, scope=Scope.ACCOUNT)
    return _refused(settings, answer, f"http_{status}", retryable=False, scope=Scope.RECIPIENT)


def retry_after_seconds(headers: Mapping[str, str], now: datetime) -> float | None:
    """`Retry-After` (RFC 9110, 10.2.3) in seconds from `now`; None without a readable one."""
    value = headers.get("Retry-After", "").strip()
    if value.isdecimal():
        return float(value)
    try:
        return max(0.0, (parsedate_to_datetime(value) - now).total_seconds())
    except (ValueError, TypeError):
        return None


def _accepted(settings: HttpSettings, answer: Answer, idempotency_key: str) -> Outcome:
    if not settings.id:
        return Accepted(idempotency_key)
    provider_id = find_text(answer.document, settings.id)
    if provider_id is None:
        # Some gateways answer 200 to what they refuse; without an id neither is proven.
        return Unknown("Resposta do provedor sem identificador", code="unreadable_answer")
    return Accepted(provider_id)


def _refused(
    settings: HttpSettings, answer: Answer, code: str, *, retryable: bool, scope: Scope
) -> SendError:
    code = find_text(answer.document, settings.code) or code
    quote = find_text(answer.document, settings.error) or f"HTTP {answer.status}"
    opt_out = code in settings.opt_out_codes
    return SendError(
        "O provedor recusou: {quote}",
        quote=redact(quote, settings.secrets)[:_LONGEST_QUOTE],
        code=redact(code, settings.secrets),
        retryable=retryable and not opt_out,
        scope=Scope.RECIPIENT if opt_out else scope,
        retry_after=answer.retry_after,
        opt_out=opt_out,
    )
