"""The same workload as bench/servers/fanout.py. argv: port (0: any). Prints `ready <port>`."""

import asyncio
import socket
import sys
from typing import Any

import msgspec
import socketio
import uvicorn

from bench.servers.fanout import EVENT, PER_ITERATION, execution_log
from brasa.server.files import raise_file_limit


def build() -> Any:
    sio = socketio.AsyncServer(async_mode="asgi", transports=["websocket"])
    running: set[asyncio.Task[None]] = set()

    async def join(sid: str, data: dict[str, Any]) -> dict[str, bool]:
        await sio.enter_room(sid, f"org-{data['organizationId']}")
        return {"success": True}

    async def bench(sid: str, data: dict[str, Any]) -> None:
        work = emit_all(data["n"], data.get("burst", PER_ITERATION))
        task = asyncio.get_running_loop().create_task(work)
        running.add(task)
        task.add_done_callback(running.discard)

    async def emit_all(count: int, burst: int) -> None:
        for number in range(count):
            await sio.emit(EVENT, msgspec.json.decode(execution_log(number)), room="org-1")
            if number % burst == burst - 1:
                await asyncio.sleep(0)

    sio.on("join-organization", join)
    sio.on("bench", bench)
    return socketio.ASGIApp(sio)


def main() -> None:
    raise_file_limit()
    listener = socket.socket()
    listener.bind(("127.0.0.1", int(sys.argv[1])))
    listener.listen(4096)
    config = uvicorn.Config(
        build(),
        loop="uvloop",
        http="httptools",
        ws="websockets-sansio",
        ws_per_message_deflate=False,
        ws_ping_interval=None,
        log_level="warning",
        access_log=False,
        timeout_graceful_shutdown=1,
    )
    print("ready", listener.getsockname()[1], flush=True)
    uvicorn.Server(config).run([listener])


if __name__ == "__main__":
    main()
