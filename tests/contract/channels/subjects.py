"""The channels under contract, each in the moods it can have, against a provider that shows it.

A mood is an opener: given a folder to work in, it lends a started channel and a way to see in
which order the provider took the messages. A new channel adds its moods to MOODS.
"""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import Any, NamedTuple

from brasa.channels.base import Channel, Receipt
from brasa.channels.registry import standard_registry
from tests.provider import running_provider
from tests.provider.misbehaving import misbehaving, nobody
from tests.unit.channels.builders import Inbox, context

TOKEN = "hush-hush-token"

_CALM: dict[str, Any] = {
    "latency": {"median": 0.001, "sigma": 0},
    "timeout": 0,
    "acceptance": 1,
    "delivery": 1,
    "delivery_delay": {"median": 0},
    "read": 0,
    "opt_out": 0,
    "duplicate": 0,
}


class Subject(NamedTuple):
    """A started channel; `taken(n)` gives the keys the provider took, once there are `n`."""

    channel: Channel
    taken: Callable[[int], Awaitable[list[str]]]


Opener = Callable[[Path], AbstractAsyncContextManager[Subject]]


@asynccontextmanager
async def started(name: str, settings: dict[str, Any], inbox: Inbox) -> AsyncIterator[Channel]:
    """The channel `name`, closed when the block ends."""
    channel = standard_registry().create(name, settings, context(inbox=inbox))
    await channel.start()
    try:
        yield channel
    finally:
        await channel.close()


@asynccontextmanager
async def null_calm(folder: Path) -> AsyncIterator[Subject]:
    async def taken(number: int) -> list[str]:
        raise NotImplementedError("the null channel keeps no book")

    async with started("null", {}, Inbox()) as channel:
        yield Subject(channel, taken)


def simulator(**changes: Any) -> Opener:
    @asynccontextmanager
    async def open_(folder: Path) -> AsyncIterator[Subject]:
        inbox = Inbox()

        async def taken(number: int) -> list[str]:
            events = await inbox.received(number)
            return [str(one.idempotency_key) for one in events if isinstance(one, Receipt)]

        async with started("simulator", {"model": _CALM | changes}, inbox) as channel:
            yield Subject(channel, taken)

    return open_


def http(*options: str) -> Opener:
    @asynccontextmanager
    async def open_(folder: Path) -> AsyncIterator[Subject]:
        with running_provider(folder / "book", *options) as provider:

            async def taken(number: int) -> list[str]:
                return [entry["key"] for entry in provider.entries()]

            settings = provider.settings(headers={"Authorization": f"Bearer {TOKEN}"})
            async with started("http", settings, Inbox()) as channel:
                yield Subject(channel, taken)

    return open_


async def nothing_taken(number: int) -> list[str]:
    return []


@asynccontextmanager
async def http_silent(folder: Path) -> AsyncIterator[Subject]:
    async with misbehaving(None) as server:
        settings = {"url": server.url, "timeout": 0.05}
        async with started("http", settings, Inbox()) as channel:
            yield Subject(channel, nothing_taken)


@asynccontextmanager
async def http_hanging_up(folder: Path) -> AsyncIterator[Subject]:
    async with misbehaving(b"") as server, started("http", {"url": server.url}, Inbox()) as channel:
        yield Subject(channel, nothing_taken)


@asynccontextmanager
async def http_away(folder: Path) -> AsyncIterator[Subject]:
    async with nobody() as url, started("http", {"url": url}, Inbox()) as channel:
        yield Subject(channel, nothing_taken)


# calm: takes everything. picky: refuses some, takes the others. dark: nobody learns what became
# of a message. closed: surely takes nothing now.
MOODS: dict[str, dict[str, Opener]] = {
    "calm": {"null": null_calm, "simulator": simulator(), "http": http("--latency", "0.001")},
    "picky": {
        "simulator": simulator(acceptance=0.5),
        "http": http("--fail", "0.5", "--seed", "3"),
    },
    "dark": {
        "simulator": simulator(timeout=1, timeout_after=0.01),
        "simulator-at-once": simulator(timeout=1, latency={"median": 0}),
        "http-silent": http_silent,
        "http-hanging-up": http_hanging_up,
        "http-answer-lost": http("--lose", "1"),
    },
    "closed": {
        "simulator": simulator(acceptance=0, failures={"130429": 1}),
        "http-away": http_away,
        "http-busy": http("--busy", "1"),
    },
}
