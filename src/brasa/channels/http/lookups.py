"""Words the question what became of a message, and reads the answer. No I/O here."""

from datetime import datetime
from typing import Any
from urllib.parse import quote

from brasa.channels.base import NOT_TAKEN, Lookup, Receipt, ReceiptStatus
from brasa.channels.http.answers import Answer
from brasa.channels.http.paths import find_text
from brasa.channels.http.settings import HttpSettings
from brasa.errors import Unavailable


def lookup_url(settings: HttpSettings, lookup: Lookup) -> str | None:
    """The address to ask, None when the settings or the message do not give one."""
    if settings.lookup is None:
        return None
    url = settings.lookup.url
    if "{provider_id}" in url and lookup.provider_id is None:
        return None
    url = url.replace("{provider_id}", quote(lookup.provider_id or "", safe=""))
    return url.replace("{idempotency_key}", quote(lookup.idempotency_key, safe=""))


def read_lookup(
    settings: HttpSettings, lookup: Lookup, answer: Answer, now: datetime
) -> Receipt | None:
    """The receipt the answer is; None for a 404 that proves nothing.

    Raises Unavailable when the gateway did not answer the question.
    """
    if answer.status == 404:
        final = settings.lookup is not None and settings.lookup.absent_is_final
        return _absent(lookup, now) if final else None
    if not 200 <= answer.status < 300:
        raise Unavailable("O provedor falhou ({status})", status=answer.status)
    return _found(settings, lookup, answer.document, now)


def _found(settings: HttpSettings, lookup: Lookup, document: Any, now: datetime) -> Receipt:
    assert settings.lookup is not None
    # A word that is not known still says that the gateway knows the message.
    word = find_text(document, settings.lookup.status) or ""
    status = settings.statuses.get(word, ReceiptStatus.SENT)
    found = find_text(document, settings.lookup.id) or lookup.provider_id
    return Receipt(
        provider_id=found or lookup.idempotency_key,
        status=status,
        at=now,
        session_id=lookup.session_id,
        idempotency_key=lookup.idempotency_key,
    )


def _absent(lookup: Lookup, now: datetime) -> Receipt:
    return Receipt(
        provider_id=lookup.provider_id or lookup.idempotency_key,
        status=ReceiptStatus.FAILED,
        at=now,
        session_id=lookup.session_id,
        idempotency_key=lookup.idempotency_key,
        code=NOT_TAKEN,
        message="O provedor não recebeu a mensagem",
    )
