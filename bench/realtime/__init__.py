"""The Socket.IO server beside its peers: fan-out, connections, memory.

Servers run one after the other, in turns, so that a noisy machine is noisy for all; figures are
medians. Time is the server's processor time, not the clock's.
"""

from collections.abc import Collection, Iterator
from statistics import median

from bench.process import measured
from bench.realtime.load import Load
from bench.realtime.peers import Peer, brasa, node, python
from bench.realtime.slow import measure_slow_client
from bench.rows import Row, make_row
from brasa.server.files import raise_file_limit

ROUNDS = 5
CLIENTS = 1_000
CONNECTIONS = 5_000

BURST, SINGLE = 10, 1
EVENTS = 200
EVENTS_FOR_PYTHON = 20  # it takes a hundred times as long for each

NAMES = [
    "fanout-burst-node",
    "fanout-burst-python",
    "fanout-single-node",
    "fanout-single-python",
    "connect-node",
    "memory-node",
    "memory",
    "slow-client",
    "slow-client-memory",
]
TARGETS = {
    "fanout-burst-node": "<= 0.10",
    "fanout-burst-python": "<= 0.02",
    "fanout-single-node": "<= 0.75",
    "fanout-single-python": "<= 0.02",
    "connect-node": "<= 0.5",
    "memory-node": "<= 0.35",
    "memory": "<= 8 KiB",
}


def run(wanted: Collection[str]) -> Iterator[Row]:
    """Measure the wanted rows."""
    raise_file_limit()
    for kind, burst in (("burst", BURST), ("single", SINGLE)):
        for suffix, peer, events in (("node", node, EVENTS), ("python", python, EVENTS_FOR_PYTHON)):
            name = f"fanout-{kind}-{suffix}"
            if name in wanted:
                yield measure_fan_out(name, burst, peer(), events)
    if any(name in wanted for name in ("connect-node", "memory-node", "memory")):
        yield from (row for row in measure_connections() if row.name in wanted)
    if "slow-client" in wanted:
        yield from measure_slow_client()


def measure_fan_out(name: str, burst: int, peer: Peer, peer_events: int) -> Row:
    """Processor time per delivered event, ours and the peer's."""
    ours, theirs = [], []
    for _ in range(ROUNDS):
        ours.append(fan_out(brasa(), burst, EVENTS))
        theirs.append(fan_out(peer, burst, peer_events))
    return make_row(
        name,
        median(ours),
        "µs CPU per delivery",
        TARGETS[name],
        (peer.name, peer.version, median(theirs)),
    )


def fan_out(peer: Peer, burst: int, events: int) -> float:
    """Microseconds of processor time per delivery, in a fresh server."""
    with measured(peer.command) as server:
        load = Load(server.port)
        load.open(CLIENTS)
        load.fan_out(burst, burst)  # what is done for the first time only is not measured
        before = server.cpu()
        load.fan_out(events, burst)
        spent = server.cpu() - before
        load.close()
    return spent * 1e6 / (events * CLIENTS)


def measure_connections() -> Iterator[Row]:
    """Processor time and memory per connection, from the handshake to the room."""
    peer = node()
    ours, theirs = [], []
    for _ in range(ROUNDS):
        ours.append(connect(brasa()))
        theirs.append(connect(peer))
    cpu, memory = (median(each) for each in zip(*ours, strict=True))
    peer_cpu, peer_memory = (median(each) for each in zip(*theirs, strict=True))
    who = (peer.name, peer.version)
    yield make_row(
        "connect-node", cpu, "µs CPU per connection", TARGETS["connect-node"], (*who, peer_cpu)
    )
    yield make_row(
        "memory-node", memory, "KiB per connection", TARGETS["memory-node"], (*who, peer_memory)
    )
    yield make_row("memory", memory, "KiB per connection", TARGETS["memory"])


def connect(peer: Peer) -> tuple[float, float]:
    """Microseconds of processor time and KiB of memory per connection, in a fresh server."""
    with measured(peer.command) as server:
        load = Load(server.port)
        before, size = server.cpu(), server.rss()
        load.open(CONNECTIONS)
        spent, grown = server.cpu() - before, server.rss() - size
        load.close()
    return spent * 1e6 / CONNECTIONS, grown / 1024 / CONNECTIONS
