"""What can go wrong on a Socket.IO connection, as one tree of exceptions."""

from typing import Any


class SocketIOError(Exception):
    """The root of every error of this package."""


class ConnectionRefused(SocketIOError):
    """Raise it in a connect handler to refuse a client.

    The client receives CONNECT_ERROR with `{"message": message, "data": data}`; `data` is left out
    when it is None.
    """

    def __init__(self, message: str = "Connection refused", data: Any = None) -> None:
        super().__init__(message)
        self.message = message
        self.data = data


class ProtocolError(SocketIOError):
    """A peer broke the protocol; its connection, and only its, is closed at once."""


class FrameError(ProtocolError):
    """A WebSocket frame breaks RFC 6455; `code` is the close code to answer with."""

    def __init__(self, code: int, message: str) -> None:
        super().__init__(message)
        self.code = code


class AckTimeout(SocketIOError):
    """The client did not acknowledge an event in time."""


class UnknownSid(SocketIOError, KeyError):
    """No connected client has this sid in this namespace of this node."""

    def __str__(self) -> str:
        return f"no client {self.args[0]!r}"


class Disconnected(SocketIOError):
    """The client left before it acknowledged."""
