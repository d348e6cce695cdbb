"""The Socket.IO server's figures on the metrics page."""

import msgspec
from prometheus_client import CollectorRegistry

from brasa.server.realtime_metrics import RealtimeMetrics
from brasa.socketio import Options, Server, Stats
from tests.socketio.serving import serving
from tests.socketio.wire import joined


async def test_what_the_server_counts_can_be_scraped() -> None:
    sio = Server(Options(message_rate=1.0, message_burst=3))
    registry = CollectorRegistry()
    registry.register(RealtimeMetrics(sio))
    async with serving(sio) as port:
        quiet, _ = await joined(port)
        loud, _ = await joined(port)
        for _ in range(5):
            await loud.send('42["x"]')
        await loud.closed()
        assert registry.get_sample_value("brasa_socketio_connections") == 1
        assert registry.get_sample_value("brasa_socketio_opened_total") == 2
        closed = registry.get_sample_value(
            "brasa_socketio_closed_total", {"reason": "message rate"}
        )
        assert closed == 1
        await quiet.close()


def test_every_figure_is_there() -> None:
    registry = CollectorRegistry()
    registry.register(RealtimeMetrics(Server()))
    found = {family.name.removeprefix("brasa_socketio_") for family in registry.collect()}
    assert found == {field.name for field in msgspec.structs.fields(Stats)}
