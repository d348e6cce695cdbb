"""A connection to Valkey that may be lost, and comes back; it says so.

Valkey may be gone, which a connection tells at once, or hang: it is stopped, its machine is, or the
way to it. Then nothing fails, nothing comes either, and new connections seem to be made, for the
kernel accepts them. So what counts is when Valkey was last heard: a link that has nothing to say
asks after it every second, and no round of its work may take longer than `ROUND_WITHIN`.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable

import structlog
from valkey.asyncio import Valkey
from valkey.exceptions import ValkeyError

log = structlog.get_logger()

# What any call to Valkey may raise when it is away, starting, or has forgotten our scripts.
TROUBLE = (ValkeyError, OSError, TimeoutError)
# Seconds that Valkey may take over one answer, and over one round of work, whatever the client
# waits for in it: so long may a hang go unnoticed.
ANSWER_WITHIN = 4.0
ROUND_WITHIN = 5.0
# Seconds after which a link that has nothing to say asks after Valkey.
ASK_EVERY = 1.0
# Seconds between tries, and seconds without a word after which, once a call has failed, it counts
# as away: more than those for which a link that is well may hear nothing.
RETRY_AFTER = 0.2
AWAY_AFTER = 2.0

Watcher = Callable[[bool], None]


class Link:
    """Valkey for one purpose. `available` turns false when it is away, within `ROUND_WITHIN`
    and a second."""

    def __init__(self, url: str) -> None:
        self.client = Valkey.from_url(url, socket_connect_timeout=2.0, socket_timeout=ANSWER_WITHIN)
        self.available = True
        self.closing = False
        self.reconnects = 0
        self._heard_at = time.monotonic()
        self._failing = False
        self._watchers: list[Watcher] = []

    def watch(self, watcher: Watcher) -> None:
        """Call `watcher` with the new state whenever it changes."""
        self._watchers.append(watcher)

    async def keep(self, work: Callable[[], Awaitable[object]]) -> None:
        """Do `work` again and again until the end, waiting a little when it fails.

        Each time it ends soon, and has heard of Valkey when it does.
        """
        while not self.closing:
            try:
                async with asyncio.timeout(ROUND_WITHIN):
                    await work()
            except TROUBLE as error:
                self.lost(error)
                await asyncio.sleep(RETRY_AFTER)
            except Exception as error:  # an end that nobody hears of would be a hang as well
                if not self._failing:
                    log.exception("valkey_work_failed")
                self.lost(error)
                await asyncio.sleep(RETRY_AFTER)
            else:
                self.found()

    async def something(self, wake: asyncio.Event) -> bool:
        """Wait for something to do; without any, ask after Valkey and return False."""
        try:
            async with asyncio.timeout(ASK_EVERY):
                await wake.wait()
        except TimeoutError:
            await self.client.ping()
            return False
        return True

    def lost(self, error: Exception) -> None:
        """A call failed."""
        self._failing = True
        if self.available and time.monotonic() - self._heard_at >= AWAY_AFTER:
            log.warning("valkey_lost", error=repr(error))
            self._turn(available=False)

    def found(self) -> None:
        """A call came through."""
        self._heard_at = time.monotonic()
        if not self._failing:
            return
        self._failing = False
        self.reconnects += 1
        log.info("valkey_reconnected")
        if not self.available:
            self._turn(available=True)

    async def end(self, *tasks: asyncio.Task[None]) -> None:
        """End the tasks that keep working.

        A cancellation alone is not enough: the client swallows one that comes while it reads.
        """
        self.closing = True
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def close(self) -> None:
        """Give the connections back."""
        await self.client.aclose()

    def _turn(self, *, available: bool) -> None:
        self.available = available
        for watcher in self._watchers:
            watcher(available)
