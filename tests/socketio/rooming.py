"""A server whose clients are put into rooms by the test."""

from typing import Any

from brasa.socketio import Server
from tests.socketio.serving import quick
from tests.socketio.wire import Socket, joined


class App:
    def __init__(self, **options: Any) -> None:
        self.sio = Server(quick(ping_interval=5, ping_timeout=5, **options))
        self.port = 0

    async def join(self, *rooms: str, auth: dict[str, Any] | None = None) -> tuple[Socket, str]:
        socket, answer = await joined(self.port, auth)
        for room in rooms:
            self.sio.enter_room(answer["sid"], room)
        return socket, answer["sid"]

    async def ends(self, *sockets: Socket) -> None:
        """Assert that nothing waits for these clients: the next event is one sent now."""
        await self.sio.emit("end")
        for socket in sockets:
            assert await socket.event() == ["end"]
