"""What a session stands between: a transport below, an application above."""

from typing import Protocol

from brasa.socketio.frame import Batch


class Transport(Protocol):
    """What carries a session's packets."""

    name: str

    @property
    def writable(self) -> bool:
        """Whether what is sent now would leave now."""

    @property
    def backlog(self) -> int:
        """Bytes handed over and not yet sent."""

    def send(self, batch: Batch) -> Batch | None:
        """Send a batch; return what of it has to wait."""

    def finish(self, batch: Batch | None, code: int, reason: str) -> None:
        """Send what is left and close in order; the session is gone already."""

    def abort(self) -> None:
        """Close without sending anything."""


class Application(Protocol):
    """What a session talks to: a Socket.IO connection, or any other use of bare Engine.IO."""

    def on_text(self, data: bytes) -> None:
        """A text message, as UTF-8 not yet checked; may raise `ProtocolError`."""

    def on_binary(self, data: bytes) -> None:
        """A binary message; may raise `ProtocolError`."""

    def on_close(self, reason: str) -> None:
        """The session is over."""


class _NoApplication:
    """The application of a session that has none yet, or no more."""

    def on_text(self, data: bytes) -> None:
        """Drop it."""

    def on_binary(self, data: bytes) -> None:
        """Drop it."""

    def on_close(self, reason: str) -> None:
        """Nobody to tell."""


NO_APPLICATION = _NoApplication()
