"""Words the question what became of a message, and reads the answer. No I/O here."""

from datetime import datetime
from typing import Any
from urllib.parse import quote

from brasa.channels.base import NOT_TAKEN, Lookup, Receipt, ReceiptStatus
from brasa.channels.http.answers import Answer
from brasa.channels.http.paths import find_text
from brasa.channels.http.settings import Lookups
from brasa.errors import Unavailable


def lookup_url(lookups: Lookups, lookup: Lookup) -> str | None:
    """The address to ask, None when it wants a provider id that never arrived."""
    url = lookups.url
    if "{provider_id}" in url and lookup.provider_id is None:
        return None
    url = url.replace("{provider_id}", quote(lookup.provider_id or "", safe=""))
    return url.replace("{idempotency_key}", quote(lookup.idempotency_key, safe=""))


def read_lookup(lookups: Lookups, lookup: Lookup, answer: Answer, now: datetime) -> Receipt | None:
    """The receipt the answer is; None for a 404 that proves nothing.

    Raises Unavailable when the gateway did not answer the question.
    """
    if answer.status == 404:
        return _absent(lookup, now) if lookups.absent_is_final else None
    if not 200 <= answer.status < 300:
        raise Unavailable("O provedor falhou ({status})", status=answer.status)
    return _found(lookups, lookup, answer.document, now)


def _found(lookups: Lookups, lookup: Lookup, document: Any, now: datetime) -> Receipt:
    # A word that is not known still says that the gateway knows the message.
    word = find_text(document, lookups.status) or ""
    found = find_text(document, lookups.id) or lookup.provider_id
    return Receipt(
        provider_id=found or lookup.idempotency_key,
        status=lookups.statuses.get(word, ReceiptStatus.SENT),
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
