"""The bus of a single process: a call."""

from collections.abc import Sequence

from brasa.bus.base import Envelope, Listener


class LocalBus:
    """Delivers within the process, at once and in order."""

    def __init__(self) -> None:
        self._listeners: list[Listener] = []

    async def publish(self, envelopes: Sequence[Envelope]) -> None:
        for listener in self._listeners:
            listener(envelopes)

    def subscribe(self, listener: Listener) -> None:
        self._listeners.append(listener)
