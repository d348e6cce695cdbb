"""The last words to polling clients whose session is over: answers to the polls that still come."""

from collections.abc import Callable, Sequence

from brasa.socketio.wheel import Wheel


class Farewells:
    """Keeps a closed session's last payloads, one for each poll that still comes, for a while."""

    __slots__ = ("_kept", "_now", "_patience", "_wheel")

    def __init__(self, wheel: Wheel, now: Callable[[], float], patience: float) -> None:
        self._kept: dict[str, list[bytes]] = {}
        self._wheel = wheel
        self._now = now
        self._patience = patience

    def leave(self, sid: str, payloads: Sequence[bytes]) -> None:
        """Keep the last payloads of a session, in order."""
        self._kept[sid] = list(payloads)
        self._wheel.add(_Forget(self._kept, sid), self._now() + self._patience)

    def take(self, sid: str) -> bytes | None:
        """The next of the last payloads of a session that is over, each once."""
        kept = self._kept.get(sid)
        if kept is None:
            return None
        payload = kept.pop(0)
        if not kept:
            del self._kept[sid]
        return payload


class _Forget:
    """Removes a farewell nobody came for."""

    __slots__ = ("_kept", "_sid")

    def __init__(self, kept: dict[str, list[bytes]], sid: str) -> None:
        self._kept = kept
        self._sid = sid

    def tick(self, now: float) -> None:
        self._kept.pop(self._sid, None)
