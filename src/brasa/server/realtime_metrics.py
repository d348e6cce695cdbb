"""What the Socket.IO server measures of itself, read when it is asked for."""

from collections.abc import Iterator

import msgspec
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from brasa.socketio import Server

_GAUGES = {
    "connections": "connections open",
    "websockets": "connections by websocket",
    "clients": "clients in namespaces",
    "rooms": "rooms with a member",
    "parked": "disconnected clients that may still come back",
    "history_bytes": "bytes of past events kept for them",
}
_COUNTERS = {
    "opened": "connections opened",
    "upgraded": "connections that moved from polling to websocket",
    "received": "messages from clients",
    "emitted": "events given to the server to send",
    "delivered": "events queued to clients",
    "flushes": "writes handed to transports",
    "bytes_sent": "bytes handed to transports",
    "recovered": "clients that came back to their session",
    "replayed": "missed events sent again to them",
    "slow_closed": "clients closed because they did not take what they were sent",
    "handler_errors": "events whose handler failed",
}
_BY_REASON = {
    "refused": "connections, clients and requests refused",
    "closed": "connections closed",
    "unrecovered": "sessions that could not be recovered",
}


class RealtimeMetrics(Collector):
    """The counters of a server; those by reason have as many series as there are reasons."""

    def __init__(self, sio: Server) -> None:
        self._sio = sio

    def collect(self) -> Iterator[Metric]:
        """One reading."""
        stats = msgspec.structs.asdict(self._sio.stats())
        for name, text in _GAUGES.items():
            yield GaugeMetricFamily(f"brasa_socketio_{name}", text, value=stats[name])
        for name, text in _COUNTERS.items():
            yield CounterMetricFamily(f"brasa_socketio_{name}", text, value=stats[name])
        for name, text in _BY_REASON.items():
            family = CounterMetricFamily(f"brasa_socketio_{name}", text, labels=["reason"])
            for reason, count in stats[name].items():
                family.add_metric([reason], count)
            yield family
