"""What uvicorn is given: a class for websockets and one for HTTP."""

from brasa.socketio.engine import Engine
from brasa.socketio.http import BoundedHttp
from brasa.socketio.websocket import WebSocket


def protocol(*engines: Engine) -> type[WebSocket]:
    """A protocol class for uvicorn's `ws` setting that serves these engines by their paths."""
    mounts = {engine.options.path.rstrip("/") + "/": engine for engine in engines}

    class MountedWebSocket(WebSocket):
        __slots__ = ()

    MountedWebSocket.mounts = mounts
    return MountedWebSocket


def http_protocol(engine: Engine) -> type[BoundedHttp]:
    """A protocol class for uvicorn's `http` setting with the bounds of an engine's options."""

    class MountedHttp(BoundedHttp):
        pass

    MountedHttp.engine = engine
    return MountedHttp
