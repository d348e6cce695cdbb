"""Counters for a metrics endpoint."""

from collections import Counter

import msgspec


class Stats(msgspec.Struct):
    """What a server did since it started; gauges say so. A snapshot is a copy."""

    connections: int = 0
    """Gauge: Engine.IO sessions open."""
    websockets: int = 0
    """Gauge: sessions whose transport is a websocket."""
    clients: int = 0
    """Gauge: clients in namespaces."""
    rooms: int = 0
    """Gauge: rooms with a member."""
    parked: int = 0
    """Gauge: disconnected clients that may still come back."""
    history_bytes: int = 0
    """Gauge: bytes of past events kept for them."""
    opened: int = 0
    upgraded: int = 0
    received: int = 0
    """Messages from clients."""
    emitted: int = 0
    """Events and calls given to the server to send."""
    delivered: int = 0
    """Events queued to clients: one event to a room of n counts n."""
    flushes: int = 0
    """Writes handed to transports: `delivered / flushes` says how well they coalesce."""
    bytes_sent: int = 0
    recovered: int = 0
    replayed: int = 0
    """Missed events sent again to clients that came back."""
    slow_closed: int = 0
    handler_errors: int = 0
    refused: dict[str, int] = msgspec.field(default_factory=Counter)
    """Connections and clients refused, by reason."""
    closed: dict[str, int] = msgspec.field(default_factory=Counter)
    """Connections closed, by reason."""
    unrecovered: dict[str, int] = msgspec.field(default_factory=Counter)
    """Recoveries refused, by reason."""

    def refuse(self, reason: str) -> None:
        self.refused[reason] = self.refused.get(reason, 0) + 1

    def close(self, reason: str) -> None:
        self.closed[reason] = self.closed.get(reason, 0) + 1

    def unrecover(self, reason: str) -> None:
        self.unrecovered[reason] = self.unrecovered.get(reason, 0) + 1
