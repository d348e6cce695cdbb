"""The server that the soak talks to: it does what clients ask, and counts what it holds."""

import argparse
import asyncio
import gc
from typing import Any

from bench.servers.run import serve
from brasa.socketio import Options, Server


def build() -> Server:
    """Short timeouts, so that what should be forgotten is, within the soak."""
    sio = Server(
        Options(
            ping_interval=0.5,
            ping_timeout=0.5,
            connect_timeout=1.0,
            close_timeout=0.5,
            upgrade_timeout=0.5,
            recovery_window=0.8,
            max_connections_per_address=None,
        )
    )

    @sio.on("enter")
    def enter(sid: str, room: str) -> None:
        sio.enter_room(sid, room)

    @sio.on("say")
    async def say(sid: str, room: str, text: str) -> int:
        await sio.emit("said", text, room=room)
        await asyncio.sleep(0.01)
        return len(text)

    @sio.on("ask")
    async def ask(sid: str) -> Any:
        return await sio.call("question", to=sid, timeout=0.5)

    @sio.on_error
    def explain(error: Exception, sid: str, event: str, args: list[Any]) -> str:
        return str(error)

    @sio.on("census")
    def census(sid: str) -> dict[str, int]:
        gc.collect()
        stats = sio.stats()
        return {
            "tasks": len(asyncio.all_tasks()),
            "connections": stats.connections,
            "clients": stats.clients,
            "rooms": stats.rooms,
            "parked": stats.parked,
            "history": stats.history_bytes,
            "opened": stats.opened,
            "recovered": stats.recovered,
            "objects": len(gc.get_objects()),
        }

    return sio


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=0)
    sio = build()
    serve(sio.asgi(), sio.protocol(), sio.http(), parser.parse_args().port)


if __name__ == "__main__":
    main()
