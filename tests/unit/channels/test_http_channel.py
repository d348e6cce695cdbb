import gc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import msgspec
import pytest

from brasa.channels.base import NOT_TAKEN, Channel, Lookup, ReceiptStatus
from brasa.channels.outcome import Accepted, Outcome, SendError, Unknown
from brasa.channels.registry import standard_registry
from brasa.errors import Unavailable
from tests.provider import running_provider
from tests.provider.misbehaving import answer, misbehaving, nobody
from tests.unit.channels.builders import context, message


@asynccontextmanager
async def gateway(url: str, **changes: Any) -> AsyncIterator[Channel]:
    settings = {"url": url, "headers": {"Authorization": "Bearer hush-hush"}} | changes
    channel = standard_registry().create("http", settings, context())
    await channel.start()
    try:
        yield channel
    finally:
        await channel.close()


async def outcome_from(reply: bytes | None, **changes: Any) -> Outcome:
    """How one message ends that meets a server with this reply; it is posted exactly once."""
    async with misbehaving(reply) as server, gateway(server.url, **changes) as channel:
        (outcome,) = await channel.send_many([message()])
        assert len(server.requests) == 1
    return outcome


async def test_a_message_is_posted_as_json_with_key_and_token() -> None:
    reply = answer(200, '{"id": "p1"}')
    async with misbehaving(reply) as server, gateway(server.url) as channel:
        accepted = await channel.send(message("k1", to="+5511988887777"))
    head, _, body = server.requests[0].partition(b"\r\n\r\n")

    assert accepted == Accepted("p1")
    assert b"Idempotency-Key: k1" in head
    assert b"Authorization: Bearer hush-hush" in head
    assert msgspec.json.decode(body) == {
        "to": "+5511988887777",
        "from": "Atendimento s1",
        "text": "Olá! Tudo bem?",
    }


async def test_a_refused_connection_was_surely_not_taken() -> None:
    async with nobody() as url, gateway(url) as channel:
        (outcome,) = await channel.send_many([message()])

    assert isinstance(outcome, SendError)
    assert (outcome.code, outcome.retryable) == ("not_connected", True)


async def test_a_host_that_cannot_be_found_was_surely_not_reached() -> None:
    async with gateway("http://gateway.invalid/messages") as channel:
        (outcome,) = await channel.send_many([message()])

    assert isinstance(outcome, SendError)
    assert outcome.code == "not_connected"


@pytest.mark.parametrize(
    ("reply", "code"),
    [
        (b"", "connection_lost"),
        (b"HTTP/1.1 200 OK\r\nContent-Le", "connection_lost"),
        (b'HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{"id"', "unreadable_answer"),
        (b"220 mail.example ESMTP\r\n\r\n", "unreadable_answer"),
        (answer(200, "<html>"), "unreadable_answer"),
        (answer(200, '{"id": "' + "x" * 100_000 + '"}'), "unreadable_answer"),
        (answer(500), "server_error"),
        (answer(503), "server_error"),
    ],
)
async def test_nobody_knows_what_became_of_a_message_once_it_was_written(
    reply: bytes, code: str
) -> None:
    outcome = await outcome_from(reply)

    assert isinstance(outcome, Unknown)
    assert outcome.code == code


async def test_nobody_knows_after_a_timeout() -> None:
    outcome = await outcome_from(None, timeout=0.05, connect_timeout=0.05)

    assert isinstance(outcome, Unknown)
    assert outcome.code == "timeout"


async def test_a_busy_gateway_says_when_to_come_back() -> None:
    outcome = await outcome_from(answer(429, Retry_After="7"))

    assert isinstance(outcome, SendError)
    assert outcome.retry_after == 7.0


async def test_a_redirect_is_not_followed_for_it_would_post_again() -> None:
    async with misbehaving(answer(200, '{"id": "p1"}')) as elsewhere:
        outcome = await outcome_from(answer(307, Location=elsewhere.url))

        assert isinstance(outcome, SendError)
        assert (outcome.code, outcome.retryable) == ("http_307", False)
        assert elsewhere.requests == []


async def test_a_channel_that_was_not_started_says_so_as_an_outcome() -> None:
    channel = standard_registry().create("http", {"url": "http://127.0.0.1:9/"}, context())

    (outcome,) = await channel.send_many([message()])

    assert isinstance(outcome, Unknown)
    assert outcome.code == "unexpected"


async def test_no_connection_is_left_open() -> None:
    async with misbehaving(None) as server, gateway(server.url, timeout=0.05) as channel:
        await channel.send_many([message()])
    gc.collect()  # an unclosed connection would warn, and warnings are errors here


@pytest.mark.parametrize(("status", "connected"), [(200, True), (401, False), (404, False)])
async def test_a_check_tells_whether_the_account_is_connected(status: int, connected: bool) -> None:
    async with (
        misbehaving(answer(status)) as server,
        gateway(server.url, check_url=server.url) as channel,
    ):
        connection = await channel.check()

    assert connection.connected is connected
    assert connection.code == ("ok" if connected else f"http_{status}")


async def test_a_check_without_an_address_of_its_own_asks_whether_the_gateway_answers() -> None:
    async with misbehaving(answer(405, "")) as server, gateway(server.url) as channel:
        assert (await channel.check()).connected
    async with nobody() as url, gateway(url) as channel:
        assert (await channel.check()).code == "not_connected"


async def test_a_look_up_settles_what_the_provider_knows(tmp_path: Path) -> None:
    with running_provider(tmp_path / "book") as provider:
        settings = provider.settings()
        async with gateway(**settings) as channel:
            accepted = await channel.send(message("k/1 ã"))
            known = await channel.lookup(Lookup("s1", "k/1 ã"))
            never = await channel.lookup(Lookup("s1", "k2"))
        settings["lookup"] |= {"absent_is_final": False}
        async with gateway(**settings) as channel:
            unproven = await channel.lookup(Lookup("s1", "k2"))

    assert known is not None
    assert (known.status, known.provider_id) == (ReceiptStatus.SENT, accepted.provider_id)
    assert never is not None
    assert (never.status, never.code) == (ReceiptStatus.FAILED, NOT_TAKEN)
    assert unproven is None


async def test_a_look_up_that_cannot_be_made_is_told_apart_from_not_found() -> None:
    for reply in (answer(500), b""):
        async with misbehaving(reply) as server:
            lookup = {"url": f"{server.url}/{{idempotency_key}}", "absent_is_final": True}
            async with gateway(server.url, lookup=lookup) as channel:
                with pytest.raises(Unavailable):
                    await channel.lookup(Lookup("s1", "k1"))


async def test_a_look_up_by_an_id_that_never_came_is_not_made() -> None:
    async with misbehaving(answer(404)) as server:
        lookup = {"url": f"{server.url}/{{provider_id}}", "absent_is_final": True}
        async with gateway(server.url, lookup=lookup) as channel:
            assert await channel.lookup(Lookup("s1", "k1")) is None
        assert server.requests == []


async def test_receipts_are_expected_only_where_the_gateway_calls_back() -> None:
    async with gateway("http://gateway.invalid") as silent:
        assert not silent.limits.has_receipts
    async with gateway("http://gateway.invalid", callback={"secret": "whisper"}) as telling:
        assert telling.limits.has_receipts
