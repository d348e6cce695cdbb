"""A server whose clients are all in one room, and come back to it."""

import asyncio
from collections import defaultdict
from typing import Any

from brasa.socketio import ConnectionRefused, Handshake, Options, Server
from tests.socketio.wire import Socket, joined


class App:
    """A server whose clients are all in one room, and what its handlers saw."""

    def __init__(self, **options: Any) -> None:
        self.sio = Server(Options(**options))
        self._log: defaultdict[str, asyncio.Queue[tuple[Any, ...]]] = defaultdict(asyncio.Queue)
        self.port = 0
        self.thought = asyncio.Event()
        """Lets the connect handler go on for clients that say `slow`."""
        self.sio.on("connect")(self.connect)
        self.sio.on("disconnect")(self.disconnect)

    async def connect(self, sid: str, handshake: Handshake, auth: dict[str, Any]) -> None:
        self._log["connect"].put_nowait((sid, handshake.recovered, auth))
        if auth.get("slow"):
            await self.thought.wait()
        if auth.get("banned"):
            raise ConnectionRefused("banned", {"why": "test"})
        if auth.get("unroomed"):
            self.sio.leave_room(sid, "room")
        elif not handshake.recovered:
            self.sio.enter_room(sid, "room")
            self.sio.session(sid)["name"] = "Ana"

    async def disconnect(self, sid: str, reason: str) -> None:
        self._log["disconnect"].put_nowait((sid, reason))

    async def heard(self, kind: str) -> tuple[Any, ...]:
        """The next thing of this kind that a handler saw."""
        async with asyncio.timeout(5):
            return await self._log[kind].get()

    async def emit(self, *numbers: int) -> None:
        for number in numbers:
            await self.sio.emit("n", number, room="room")

    async def join(self, auth: dict[str, Any] | None = None) -> tuple[Socket, dict[str, Any]]:
        socket, answer = await joined(self.port, auth)
        await self.heard("connect")
        return socket, answer

    async def lose(self, socket: Socket) -> None:
        """Cut a client off and wait until the server knows."""
        socket.cut()
        await self.heard("disconnect")


async def numbers(socket: Socket, count: int) -> list[int]:
    """The numbers of the next events."""
    return [(await socket.event())[1] for _ in range(count)]


async def nothing_more(app: App, socket: Socket) -> None:
    """Assert that no event waits: the next one is one sent now."""
    await app.sio.emit("end", room="room")
    assert (await socket.event())[0] == "end"
