"""A Socket.IO server on loopback and the product's relay: a bus, to its organizations' rooms."""

import asyncio
import socket
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

import uvicorn

from brasa.bus.base import Envelope
from brasa.bus.local import LocalBus
from brasa.gateway.relay import Relay
from brasa.gateway.rooms import rooms_of
from brasa.socketio import Options, Server


class NoSnapshots:
    """The dashboard here joins and asks for nothing."""

    def note(self, envelopes: Sequence[Envelope]) -> None:
        """Nobody waits for them."""


@asynccontextmanager
async def serving(bus: LocalBus) -> AsyncIterator[int]:
    """Serve in this process; yields the port."""
    sio = Server(Options())

    @sio.on("join-organization")
    def join(sid: str, data: dict[str, Any]) -> dict[str, bool]:
        for room in rooms_of(data["organizationId"]):
            sio.enter_room(sid, room)
        return {"success": True}

    bus.subscribe(Relay(sio, NoSnapshots()))
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(128)
        config = uvicorn.Config(
            sio.asgi(),
            http="httptools",
            ws=sio.protocol(),
            log_level="warning",
            access_log=False,
            timeout_graceful_shutdown=1,
        )
        server = uvicorn.Server(config)
        task = asyncio.create_task(server.serve([listener]))
        yield listener.getsockname()[1]
        server.should_exit = True
        await task
