"""What is said on any node is heard on every gateway: once, in order, through restarts."""

import asyncio
from uuid import uuid4

import pytest

from brasa.bus.valkey import ValkeyBus
from tests.integration.cluster.hearing import Heard, say, started
from tools.servers import Valkey


@pytest.fixture
def prefix() -> str:
    return uuid4().hex


async def test_every_gateway_hears_every_node_once_and_in_the_same_order(
    valkey: Valkey, prefix: str
) -> None:
    first = ValkeyBus(valkey.url, listening=True, prefix=prefix)
    second = ValkeyBus(valkey.url, listening=True, prefix=prefix)
    worker = ValkeyBus(valkey.url, listening=False, prefix=prefix)
    heard = [Heard(first), Heard(second)]
    async with started(first), started(second), started(worker):
        for number in range(300):
            await worker.publish(say(f"w{number}"))
            await first.publish(say(f"g{number}"))
        for one in heard:
            await one.until(lambda one=one: len(one.events) == 600)  # type: ignore[misc]

    assert heard[0].events == heard[1].events
    assert [e for e in heard[0].events if e[0] == "w"] == [f"w{n}" for n in range(300)]
    assert [e for e in heard[0].events if e[0] == "g"] == [f"g{n}" for n in range(300)]


async def test_positions_are_the_same_on_every_gateway_and_have_no_gaps(
    valkey: Valkey, prefix: str
) -> None:
    first = ValkeyBus(valkey.url, listening=True, prefix=prefix)
    second = ValkeyBus(valkey.url, listening=True, prefix=prefix)
    positions: dict[ValkeyBus, list[int]] = {first: [], second: []}
    heard = [Heard(first), Heard(second)]
    for bus, seen in positions.items():
        bus.subscribe(lambda _, bus=bus, seen=seen: seen.extend(bus.handing))  # type: ignore[misc]
    async with started(first), started(second):
        await first.publish(say(*range(300)))
        for one in heard:
            await one.until(lambda one=one: len(one.events) == 300)  # type: ignore[misc]

    begin = positions[first][0]
    assert positions[first] == positions[second] == list(range(begin, begin + 300))


async def test_what_is_said_while_valkey_is_away_is_heard_when_it_is_back() -> None:
    server = Valkey()
    server.start()
    gateway = ValkeyBus(server.url, listening=True)
    worker = ValkeyBus(server.url, listening=False)
    heard = Heard(gateway)
    turns: list[bool] = []
    away, back = asyncio.Event(), asyncio.Event()

    def note(available: bool) -> None:
        turns.append(available)
        (back if available else away).set()

    gateway.watch(note)
    try:
        async with started(gateway), started(worker):
            # By one that has ended, so its answer has come: should Valkey die between hearing and
            # answering, and forget, nobody could know, and it would be said again.
            async with started(ValkeyBus(server.url, listening=False)) as early:
                await early.publish(say("before"))
            await heard.until(lambda: heard.events == ["before"])
            server.kill()
            await asyncio.wait_for(away.wait(), 10)
            await worker.publish(say("meanwhile"))
            await asyncio.to_thread(server.start)
            await asyncio.wait_for(back.wait(), 10)
            await worker.publish(say("after"))
            await heard.until(lambda: len(heard.events) == 3)
    finally:
        server.stop()

    assert heard.events == ["before", "meanwhile", "after"]
    assert turns == [False, True]
    assert gateway.stats().reconnects >= 1


async def test_a_loss_of_events_is_noticed(valkey: Valkey, prefix: str) -> None:
    gateway = ValkeyBus(valkey.url, listening=True, prefix=prefix)
    heard = Heard(gateway)
    async with started(gateway):
        await gateway.publish(say("one"))
        await heard.until(lambda: heard.events == ["one"])
        client = gateway._reading.client
        await client.incr(f"{{{prefix}:live}}:head")  # an event that nobody will ever see
        await gateway.publish(say("three"))
        await heard.until(lambda: heard.events == ["one", "three"])

    assert heard.gaps == 1


async def test_a_gateway_that_starts_finds_the_past(valkey: Valkey, prefix: str) -> None:
    worker = ValkeyBus(valkey.url, listening=False, prefix=prefix)
    async with started(worker):
        await worker.publish(say(*range(500)))
    gateway = ValkeyBus(valkey.url, listening=True, prefix=prefix)
    past: list[str] = []
    gateway.on_past(lambda placed: past.append(placed[1].payload.decode()))
    heard = Heard(gateway)
    async with started(gateway):
        await gateway.publish(say("now"))
        await heard.until(lambda: bool(heard.events))

    assert past == [str(n) for n in range(500)]
    assert heard.events == ["now"]
