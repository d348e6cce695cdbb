from datetime import UTC, datetime
from typing import Any

import msgspec
import pytest

from brasa.channels.base import Event, Inbound, Receipt, ReceiptStatus, WebhookRequest
from brasa.channels.http import Callback
from brasa.channels.http.callbacks import read_callback, sign
from brasa.channels.secret import Secret
from brasa.errors import InvalidInput, Unauthorized
from tests.unit.channels.builders import START

SECRET = "whisper-whisper"
CALLBACK = Callback(secret=Secret(SECRET))


def call(document: Any, callback: Callback = CALLBACK) -> list[Event]:
    body = document if isinstance(document, bytes) else msgspec.json.encode(document)
    signed = WebhookRequest({"x-signature": sign(SECRET, body)}, body)
    return read_callback(callback, signed, START)


def test_a_signed_status_is_a_receipt() -> None:
    (receipt,) = call(
        {
            "id": "p1",
            "idempotency_key": "k1",
            "session": "s1",
            "status": "failed",
            "at": "2026-11-23T09:00:00.1239-03:00",
            "code": 131026,
            "message": "undeliverable",
        }
    )

    assert receipt == Receipt(
        provider_id="p1",
        status=ReceiptStatus.FAILED,
        at=datetime(2026, 11, 23, 12, 0, 0, 123_000, tzinfo=UTC),
        session_id="s1",
        idempotency_key="k1",
        code="131026",
        message="undeliverable",
    )


def test_a_text_without_a_status_is_a_message_somebody_wrote() -> None:
    (inbound,) = call({"session": "s1", "from": "+5511999990000", "text": "SAIR", "id": "m9"})

    assert inbound == Inbound("s1", "+5511999990000", "SAIR", START, "m9")


def test_a_call_may_bring_many_events_and_words_we_do_not_know() -> None:
    events = call(
        [{"id": "a", "status": "queued"}, {"id": "b", "status": "read"}, {"something": "else"}]
    )

    assert [event.provider_id for event in events if isinstance(event, Receipt)] == ["b"]


def test_a_gateway_s_own_words_and_places_are_settings() -> None:
    callback = msgspec.structs.replace(
        CALLBACK,
        id="data.sid",
        status="data.state",
        statuses={"arrived": ReceiptStatus.DELIVERED},
    )
    (receipt,) = call({"data": {"sid": 5, "state": "arrived"}}, callback)

    assert isinstance(receipt, Receipt)
    assert (receipt.provider_id, receipt.status) == ("5", ReceiptStatus.DELIVERED)


def test_a_time_in_seconds_is_understood() -> None:
    (receipt,) = call({"id": "a", "status": "sent", "at": START.timestamp()})

    assert receipt.at == START


@pytest.mark.parametrize("prefix", ["", "sha256="])
def test_the_signature_may_name_its_hash(prefix: str) -> None:
    body = b"[]"
    request = WebhookRequest({"x-signature": prefix + sign(SECRET, body).upper()}, body)
    request = msgspec.structs.replace(request, headers={"x-signature": prefix + sign(SECRET, body)})

    assert read_callback(CALLBACK, request, START) == []


@pytest.mark.parametrize(
    "headers",
    [{}, {"x-signature": ""}, {"x-signature": "sha256=00"}, {"x-signature": sign("x", b"[]")},
     {"x-signature": "é"}],
)  # fmt: skip
def test_a_call_without_our_signature_is_refused(headers: dict[str, str]) -> None:
    with pytest.raises(Unauthorized):
        read_callback(CALLBACK, WebhookRequest(headers, b"[]"), START)


def test_a_changed_body_is_refused() -> None:
    request = WebhookRequest({"x-signature": sign(SECRET, b"[1]")}, b"[2]")

    with pytest.raises(Unauthorized):
        read_callback(CALLBACK, request, START)


def test_without_a_secret_no_call_is_believed() -> None:
    with pytest.raises(Unauthorized):
        read_callback(None, WebhookRequest({}, b"[]"), START)


@pytest.mark.parametrize(
    ("document", "field"),
    [
        (b"{", "body"),
        ([1], "body"),
        ({"status": "read"}, "id"),
        ({"id": "a", "status": "read", "at": "yesterday"}, "at"),
        ({"id": "a", "status": "read", "at": "0001-01-01T00:00:00+14:00"}, "at"),
        ({"text": "SAIR", "session": "s1"}, "from"),
    ],
)
def test_a_body_that_cannot_be_read_names_the_field(document: Any, field: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        call(document)

    assert [problem.field for problem in caught.value.problems] == [field]


@pytest.mark.parametrize("at", ["9999-12-31T23:59:59Z", -1e10, "1970-01-01T00:00:00Z"])
def test_a_time_that_cannot_be_is_now(at: object) -> None:
    (receipt,) = call({"id": "a", "status": "sent", "at": at})

    assert receipt.at == START


def test_a_time_beyond_the_calendar_is_refused() -> None:
    with pytest.raises(InvalidInput):
        call({"id": "a", "status": "sent", "at": "0001-01-01T00:00:00+14:00"})
