"""Gateways and workers as real processes: what they say of themselves when something is gone."""

import asyncio
import signal
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from brasa.domain.shards import SHARDS
from tests.integration.cluster.running import (
    PATIENCE,
    Dashboard,
    Room,
    cluster_of,
    dashboard,
    get,
    metric,
    proxied,
    room,
    until_metric,
    until_ready,
)
from tests.socketio.waiting import until
from tools.chaos.books import compare, read_book, states
from tools.chaos.campaign import House

HOUSE = House(1, sessions=range(1, 13), contacts=range(1, 801), rate=60.0)


@pytest.fixture
async def cluster(tmp_path: Path) -> AsyncIterator[Room]:
    async with cluster_of(tmp_path, HOUSE) as found:
        yield found


async def test_every_role_says_that_it_lives_and_is_ready(cluster: Room) -> None:
    for node in cluster.nodes:
        assert (await get(node, "/healthz"))[0] == 200
        assert (await get(node, "/readyz"))[0] == 200
        assert await metric(node, "brasa_bus_up") == await metric(node, "brasa_store_up") == 1
    assert sum([await metric(node, "brasa_planner") for node in cluster.workers]) == 1


async def test_dashboards_are_told_that_they_are_stale_while_valkey_is_gone(
    cluster: Room,
) -> None:
    gateway, worker = cluster.gateways[0], cluster.workers[0]
    async with dashboard(f"http://127.0.0.1:{gateway.port}", 1) as early:
        await asyncio.to_thread(cluster.valkey.kill)
        await early.until(lambda: early.notices("bus_unavailable"))
        await until_ready(gateway, "bus")
        # Who comes now is shown what the store says, and told not to take it for live.
        async with dashboard(f"http://127.0.0.1:{gateway.port}", 1) as late:
            await late.until(lambda: late.notices("bus_unavailable"))
        # Sends go on.
        sent = len(read_book(cluster.book))
        await until(lambda: len(read_book(cluster.book)) >= sent + 20, PATIENCE)
        await asyncio.to_thread(cluster.valkey.start)
        await early.until(lambda: early.notices("bus_restored"))
        await until_ready(gateway)
        heard = len(early.of("execution-log"))
        await early.until(lambda: len(early.of("execution-log")) > heard)
    assert "valkey_lost" in cluster.log_of(gateway)
    await until(lambda: "valkey_reconnected" in cluster.log_of(worker), PATIENCE)
    assert 'brasa_reconnects_total{to="valkey_bus"}' in (await get(worker, "/metrics"))[1]


async def test_nothing_is_lost_while_postgresql_is_gone_and_everybody_is_told(
    cluster: Room,
) -> None:
    gateway = cluster.gateways[0]
    async with dashboard(f"http://127.0.0.1:{gateway.port}", 1) as client:
        await client.until(lambda: client.of("execution-log"))
        await asyncio.to_thread(cluster.postgres.kill)
        await client.until(lambda: client.notices("store_unavailable"))
        for node in cluster.nodes:
            assert "store" in (await get(node, "/readyz"))[1]
            assert (await get(node, "/healthz"))[0] == 200
            await until_metric(node, "brasa_store_up", 0)
        await asyncio.to_thread(cluster.postgres.start)
        await client.until(lambda: client.notices("store_restored"))
        for node in cluster.nodes:
            await until_ready(node)
            await until_metric(node, "brasa_store_up", 1)
        heard = len(client.of("execution-log"))
        await client.until(lambda: len(client.of("execution-log")) > heard)
    reconnects = [await metric(n, 'brasa_reconnects_total{to="postgresql"}') for n in cluster.nodes]
    assert reconnects == [1] * 4
    assert (await states(cluster.database))["unknown"] == 0
    assert (await compare(cluster.database, read_book(cluster.book)))[0] == 0


async def test_a_node_that_is_lost_and_one_that_joins_are_announced(cluster: Room) -> None:
    gateway, (worker, heir) = cluster.gateways[0], cluster.workers
    async with dashboard(f"http://127.0.0.1:{gateway.port}", 1) as client:
        lost = str(worker.pid)
        await asyncio.to_thread(worker.end, signal.SIGKILL)
        await client.until(lambda: client.notices("node_lost"))
        await until_metric(heir, "brasa_shards_owned", SHARDS)
        assert await metric(heir, "brasa_lease_takeovers_total") > 0
        worker.start()
        await client.until(lambda: client.notices("node_joined"))
    [notice] = client.notices("node_lost")
    assert lost in notice["data"]["node"]
    assert notice["data"]["role"] == "worker"


async def test_a_rolling_restart_of_every_node_loses_and_repeats_nothing(tmp_path: Path) -> None:
    async with room(tmp_path) as cluster:
        await cluster.prepare(HOUSE)
        await cluster.run(cluster.gateways)
        async with proxied(cluster.gateways) as url, dashboard(url, 1) as client:
            await cluster.run(cluster.workers)
            for node in cluster.nodes:
                await asyncio.to_thread(node.end, signal.SIGTERM)
                await cluster.run([node])
            everyone = len(HOUSE.contacts)
            await client.until(
                lambda: _is_sent(client.heard[-1]) and len(_sent(client)) >= everyone
            )
        assert await compare(cluster.database, read_book(cluster.book)) == (0, 0)
        assert await states(cluster.database) == {"sent": everyone}
    # The dashboard, which had to go to another gateway with every restart of its own, as well.
    assert len(_sent(client)) == len(set(_sent(client))) == everyone
    first, *again = client.of("connect")
    assert not first
    assert again == [True] * len(again) != []


def _is_sent(words: list[Any]) -> bool:
    return words[0] == "execution-log" and words[1]["deliveryStatus"] in ("sent", "delivered")


def _sent(client: Dashboard) -> list[str]:
    """The messages that the dashboard heard to be sent."""
    return [words[1]["executionId"] for words in client.heard if _is_sent(words)]
