"""A Socket.IO server on loopback that relays a bus to its organizations' rooms."""

import asyncio
import socket
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

import uvicorn

from brasa.bus.base import Envelope
from brasa.bus.local import LocalBus
from brasa.socketio import Options, Server


@asynccontextmanager
async def serving(bus: LocalBus) -> AsyncIterator[int]:
    """Serve in this process; yields the port."""
    sio = Server(Options())

    @sio.on("join-organization")
    def join(sid: str, data: dict[str, Any]) -> dict[str, bool]:
        sio.enter_room(sid, f"org-{data['organizationId']}")
        return {"success": True}

    def relay(envelopes: Sequence[Envelope]) -> None:
        for envelope in envelopes:
            sio.emit_json(envelope.event, envelope.payload, room=f"org-{envelope.organization_id}")

    bus.subscribe(relay)
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
