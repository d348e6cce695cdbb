"""What the official Engine.IO and Socket.IO test suites expect: `make conformance-server`."""

import argparse
from typing import Any

from bench.servers.run import serve
from brasa.socketio import Engine, Handshake, Options, Server, Session, protocol
from brasa.socketio.frame import BinaryFrame, Frame
from brasa.socketio.polling import PollingApp


def options(path: str) -> Options:
    """The suites' settings. They expect a CONNECT answer of nothing but the sid: no recovery.

    They lose an event that comes in one read with CONNECT, as on a busy machine: a long pause.
    """
    return Options(
        path=path,
        ping_interval=0.3,
        ping_timeout=0.2,
        max_payload=1_000_000,
        connect_timeout=1.0,
        connect_pause=0.05,
        cors_allowed_origins="*",
        recovery=False,
    )


def build_socketio() -> Server:
    """The Socket.IO server of the suite."""
    sio = Server(options("/socket.io/"))

    async def greet(sid: str, auth: dict[str, Any], namespace: str) -> None:
        await sio.emit("auth", auth, to=sid, namespace=namespace)

    @sio.on("connect")
    async def connect(sid: str, handshake: Handshake, auth: dict[str, Any]) -> None:
        await greet(sid, auth, "/")

    @sio.on("connect", namespace="/custom")
    async def connect_custom(sid: str, handshake: Handshake, auth: dict[str, Any]) -> None:
        await greet(sid, auth, "/custom")

    @sio.on("message")
    async def message(sid: str, *args: Any) -> None:
        await sio.emit("message-back", *args, to=sid)

    @sio.on("message-with-ack")
    def message_with_ack(sid: str, *args: Any) -> tuple[Any, ...]:
        return args

    return sio


class Echo:
    """A bare Engine.IO application that sends every message back."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def on_text(self, data: bytes) -> None:
        data.decode()  # raises what closes the session if it is not text
        self._session.send(Frame(data))

    def on_binary(self, data: bytes) -> None:
        self._session.send(BinaryFrame(data))

    def on_close(self, reason: str) -> None:
        """Nothing to clean up."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=3000)
    sio = build_socketio()
    echo = Engine(options("/engine.io/"), Echo)
    app = sio.asgi(PollingApp(echo, None))
    serve(app, protocol(sio.engine, echo), sio.http(), parser.parse_args().port)


if __name__ == "__main__":
    main()
