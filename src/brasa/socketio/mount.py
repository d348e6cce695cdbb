"""Where websockets go: engines by path."""

from brasa.socketio.engine import Engine
from brasa.socketio.websocket import WebSocket


def protocol(*engines: Engine) -> type[WebSocket]:
    """A protocol class for uvicorn's `ws` setting that serves these engines by their paths."""
    mounts = {engine.options.path.rstrip("/") + "/": engine for engine in engines}

    class MountedWebSocket(WebSocket):
        __slots__ = ()

    MountedWebSocket.mounts = mounts
    return MountedWebSocket
