"""A Socket.IO server: Engine.IO 4, Socket.IO 5, connection state recovery.

Usable alone, beside any ASGI application, under uvicorn. See docs/socketio.md.
"""

from brasa.socketio.adapter import Adapter, Record
from brasa.socketio.broadcast import Broadcast
from brasa.socketio.burst import Burst
from brasa.socketio.engine import Engine
from brasa.socketio.errors import (
    AckTimeout,
    ConnectionRefused,
    Disconnected,
    ProtocolError,
    SocketIOError,
    UnknownSid,
)
from brasa.socketio.handshake import Handshake
from brasa.socketio.mount import http_protocol, protocol
from brasa.socketio.options import Options
from brasa.socketio.server import Server
from brasa.socketio.session import Session
from brasa.socketio.stats import Stats

__all__ = [
    "AckTimeout",
    "Adapter",
    "Broadcast",
    "Burst",
    "ConnectionRefused",
    "Disconnected",
    "Engine",
    "Handshake",
    "Options",
    "ProtocolError",
    "Record",
    "Server",
    "Session",
    "SocketIOError",
    "Stats",
    "UnknownSid",
    "http_protocol",
    "protocol",
]
