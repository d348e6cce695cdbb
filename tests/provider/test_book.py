import asyncio
import signal
from pathlib import Path

from aiohttp import ClientSession

from tests.provider import BookProvider, running_provider


async def post(provider: BookProvider, client: ClientSession, key: str) -> int:
    async with client.post(
        f"{provider.url}/messages", json={"to": "+55"}, headers={"Idempotency-Key": key}
    ) as response:
        return response.status


async def test_the_book_shows_what_was_sent_twice(tmp_path: Path) -> None:
    with running_provider(tmp_path / "book") as provider:
        async with ClientSession() as client:
            for key in ("a", "b", "a"):
                assert await post(provider, client, key) == 200

        assert provider.times() == {"a": 2, "b": 1}


async def test_a_message_is_in_the_book_before_it_is_answered(tmp_path: Path) -> None:
    with running_provider(tmp_path / "book", "--latency", "60") as provider:
        async with ClientSession() as client:
            posting = asyncio.create_task(post(provider, client, "a"))
            await provider.reached(1)

            assert not posting.done()
            posting.cancel()


async def test_a_client_that_dies_after_writing_has_sent(tmp_path: Path) -> None:
    body = b'{"to": "+55"}'
    head = (
        b"POST /messages HTTP/1.1\r\nHost: x\r\nIdempotency-Key: %s\r\nContent-Length: %d\r\n\r\n"
    )
    with running_provider(tmp_path / "book", "--think", "0.02") as provider:
        for key, sent in ((b"half", body[:5]), (b"whole", body)):
            _, writer = await asyncio.open_connection("127.0.0.1", provider.port)
            writer.write(head % (key, len(body)) + sent)
            await writer.drain()
            writer.transport.abort()
        await provider.reached(1)

        assert provider.times() == {"whole": 1}


async def test_a_killed_provider_goes_on_in_the_same_book(tmp_path: Path) -> None:
    async with ClientSession() as client:
        with running_provider(tmp_path / "book") as first:
            await post(first, client, "a")
            first.process.send_signal(signal.SIGKILL)
        with running_provider(tmp_path / "book") as second:
            await post(second, client, "b")
            async with client.get(f"{second.url}/messages/a") as response:
                assert (await response.json())["times"] == 1

        assert second.times() == {"a": 1, "b": 1}


async def test_what_is_refused_is_not_in_the_book(tmp_path: Path) -> None:
    with running_provider(tmp_path / "book", "--refuse", "+55") as provider:
        async with ClientSession() as client:
            assert await post(provider, client, "a") == 400

        assert provider.entries() == []
