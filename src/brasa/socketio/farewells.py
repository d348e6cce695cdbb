"""The last words to polling clients whose session ended while no poll waited."""

from collections.abc import Callable

from brasa.socketio.wheel import Wheel


class Farewells:
    """Keeps a closed session's last payload for the poll that comes next, for a while."""

    __slots__ = ("_kept", "_now", "_patience", "_wheel")

    def __init__(self, wheel: Wheel, now: Callable[[], float], patience: float) -> None:
        self._kept: dict[str, bytes] = {}
        self._wheel = wheel
        self._now = now
        self._patience = patience

    def leave(self, sid: str, payload: bytes) -> None:
        """Keep the last payload of a session."""
        self._kept[sid] = payload
        self._wheel.add(_Forget(self._kept, sid), self._now() + self._patience)

    def take(self, sid: str) -> bytes | None:
        """The last payload of a session that is over, once."""
        return self._kept.pop(sid, None)


class _Forget:
    """Removes a farewell nobody came for."""

    __slots__ = ("_kept", "_sid")

    def __init__(self, kept: dict[str, bytes], sid: str) -> None:
        self._kept = kept
        self._sid = sid

    def tick(self, now: float) -> None:
        self._kept.pop(self._sid, None)
