"""A Valkey that hangs: nothing fails, nothing comes, and connections still seem to be made."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from brasa.bus.link import ROUND_WITHIN
from brasa.bus.sessions import Sessions
from brasa.bus.valkey import ValkeyBus
from brasa.bus.valkey_work import ValkeyWorkQueue
from brasa.bus.work import WorkItem
from tests.integration.cluster.hearing import Heard, say, started
from tests.integration.cluster.running import (
    PATIENCE,
    Room,
    cluster_of,
    dashboard,
    metric,
    until_metric,
    until_ready,
)
from tests.socketio.waiting import until
from tools.chaos.books import compare, read_book
from tools.chaos.campaign import House
from tools.servers import Valkey

HOUSE = House(1, sessions=range(1, 13), contacts=range(1, 2_001), rate=60.0)
# What is promised, a second of asking before it, and a machine that is busy with other tests.
NOTICED_WITHIN = ROUND_WITHIN + 1 + 4


@pytest.fixture
def own_valkey() -> Iterator[Valkey]:
    server = Valkey()
    server.start()
    yield server
    server.resume()
    server.stop()


@pytest.fixture
async def cluster(tmp_path: Path) -> AsyncIterator[Room]:
    async with cluster_of(tmp_path, HOUSE) as found:
        yield found
        found.valkey.resume()


async def test_everybody_notices_a_hang_also_who_has_nothing_to_say(own_valkey: Valkey) -> None:
    gateway = ValkeyBus(own_valkey.url, listening=True)
    silent = ValkeyBus(own_valkey.url, listening=False)
    idle, busy = (ValkeyWorkQueue(own_valkey.url, name) for name in ("idle", "busy"))
    async with AsyncExitStack() as stack:
        for bus in (gateway, silent):
            await stack.enter_async_context(started(bus))
        for queue in (idle, busy):
            queue.start()
            stack.push_async_callback(queue.stop)
        busy.follow(range(16), asyncio.get_running_loop().time() + 600)
        for _ in range(2):
            own_valkey.pause()
            await until(lambda: not (gateway.available or silent.available), NOTICED_WITHIN)
            await until(lambda: not (idle.link.available or busy.link.available), NOTICED_WITHIN)
            own_valkey.resume()
            await until(lambda: gateway.available and silent.available, NOTICED_WITHIN)
            await until(lambda: idle.link.available and busy.link.available, NOTICED_WITHIN)


async def test_nobody_waits_for_a_valkey_that_is_known_to_hang(own_valkey: Valkey) -> None:
    queue = ValkeyWorkQueue(own_valkey.url, "worker")
    sessions = Sessions(own_valkey.url, "gateway", 60)
    queue.start()
    sessions.start()
    own_valkey.pause()
    await until(lambda: not queue.link.available, NOTICED_WITHIN)
    await until(lambda: not sessions.available, NOTICED_WITHIN)
    async with asyncio.timeout(0.5):
        await queue.offer([WorkItem(((1, 1),))])
        assert await sessions.take("pid") is None
    own_valkey.resume()
    await until(lambda: queue.link.available and sessions.available, NOTICED_WITHIN)
    await queue.stop()
    await sessions.stop()


async def test_a_hang_loses_and_repeats_no_event(own_valkey: Valkey) -> None:
    gateway = ValkeyBus(own_valkey.url, listening=True)
    worker = ValkeyBus(own_valkey.url, listening=False)
    heard = Heard(gateway)
    async with started(gateway), started(worker):
        await worker.publish(say("before"))
        await heard.until(lambda: heard.events == ["before"])
        own_valkey.pause()
        # Lies in the socket of the stopped process, which does it when it goes on.
        await worker.publish(say("just then"))
        await until(lambda: not (gateway.available or worker.available), NOTICED_WITHIN)
        await worker.publish(say("meanwhile"))
        own_valkey.resume()
        await until(lambda: gateway.available and worker.available, NOTICED_WITHIN)
        await worker.publish(say("after"))
        await heard.until(lambda: heard.events[-1] == "after")

    assert heard.events == ["before", "just then", "meanwhile", "after"]
    assert heard.gaps == 0


async def test_dashboards_are_told_and_sends_go_on_while_valkey_hangs(cluster: Room) -> None:
    gateway = cluster.gateways[0]
    async with dashboard(f"http://127.0.0.1:{gateway.port}", 1) as early:
        cluster.valkey.pause()
        async with asyncio.timeout(NOTICED_WITHIN):
            await early.until(lambda: early.notices("bus_unavailable"))
            for node in cluster.nodes:
                await until_metric(node, "brasa_bus_up", 0)
        for node in cluster.gateways:
            await until_ready(node, "bus")
        async with dashboard(f"http://127.0.0.1:{gateway.port}", 1) as late:
            await late.until(lambda: late.notices("bus_unavailable"))
        sent = len(read_book(cluster.book))
        await until(lambda: len(read_book(cluster.book)) >= sent + 20, PATIENCE)
        cluster.valkey.resume()
        await early.until(lambda: early.notices("bus_restored"))
        for node in cluster.nodes:
            await until_ready(node)
            await until_metric(node, "brasa_bus_up", 1)
        heard = len(early.of("execution-log"))
        await early.until(lambda: len(early.of("execution-log")) > heard)
        told = [(e["executionId"], e["deliveryStatus"]) for e in early.of("execution-log")]
    assert len(told) == len(set(told))
    for node in cluster.nodes:
        assert "valkey_lost" in cluster.log_of(node)
        assert await metric(node, "brasa_events_dropped_total") == 0
    assert (await compare(cluster.database, read_book(cluster.book)))[0] == 0
