"""What one client that reads nothing does to a thousand that do: their latency, our memory."""

import socket
import time
from collections.abc import Iterator
from statistics import median, quantiles

from bench.process import Measured, measured
from bench.realtime.load import Client, Load
from bench.realtime.peers import brasa
from bench.rows import Row, make_row

ROUNDS = 5
CLIENTS = 1_000
ASKS = 300
BURST = 10


class Watch(Load):
    """Clients whose events are timed, from the moment that they were asked for."""

    def __init__(self, port: int) -> None:
        super().__init__(port)
        self.latencies: list[float] = []
        self._asked = 0.0
        self._seen: dict[int, int] = {}

    def ask(self) -> None:
        """Have a burst emitted, and wait until everyone has it."""
        self._seen.clear()
        self._asked = time.perf_counter()
        self.fan_out(BURST, BURST)

    def _read(self, client: Client, data: bytes) -> None:
        before = self.events
        super()._read(client, data)
        number = client.sock.fileno()
        seen = self._seen.get(number, 0) + self.events - before
        self._seen[number] = seen
        if seen == BURST and self.events > before:
            self.latencies.append(time.perf_counter() - self._asked)


def measure_slow_client() -> Iterator[Row]:
    """The 99th percentile and the growth of memory, with a stalled client and without, in turns."""
    with_it, without = [], []
    for _ in range(ROUNDS):
        with_it.append(once(stalled=True))
        without.append(once(stalled=False))
    latency, growth = (median(each) for each in zip(*with_it, strict=True))
    calm_latency, calm_growth = (median(each) for each in zip(*without, strict=True))
    who = ("nobody stalled", "")
    yield make_row("slow-client", latency, "ms p99", "~ 1", (*who, calm_latency))
    yield make_row("slow-client-memory", growth, "MiB", "<= 4 MiB more", (*who, calm_growth))


def once(*, stalled: bool) -> tuple[float, float]:
    """Milliseconds and MiB, in a fresh server."""
    with measured(brasa().command) as server:
        load = Watch(server.port)
        load.open(CLIENTS)
        load.ask()
        load.latencies.clear()
        reader = stall(server) if stalled else None
        size = server.rss()
        for _ in range(ASKS):
            load.ask()
        grown = server.rss() - size
        load.close()
        if reader is not None:
            reader.close()
    return quantiles(load.latencies, n=100)[98] * 1000, grown / (1 << 20)


def stall(server: Measured) -> socket.socket:
    """A client that joins the room and reads nothing after that."""
    one = Load(server.port)
    one.open(1)
    return one.let_go()
