"""Ctrl-C once ends in good order; twice ends at once."""

import asyncio
import os
import signal
from collections.abc import Callable

SIGNALS = (signal.SIGINT, signal.SIGTERM)
EXIT_INTERRUPTED = 130


class StopSignal:
    """Waits for the first signal; the second one does not wait for anybody."""

    def __init__(self, at_first: Callable[[], None]) -> None:
        self._at_first = at_first
        self._seen = asyncio.Event()

    def install(self) -> None:
        """Take over SIGINT and SIGTERM on the running loop."""
        loop = asyncio.get_running_loop()
        for number in SIGNALS:
            loop.add_signal_handler(number, self._handle)

    async def wait(self) -> None:
        """Return at the first signal."""
        await self._seen.wait()

    def _handle(self) -> None:
        if self._seen.is_set():
            # What is `sending` in the store is accounted for at the next start.
            os._exit(EXIT_INTERRUPTED)
        self._seen.set()
        self._at_first()
