"""Whether the server can do its work now."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping

import structlog

from brasa.store.database import Database
from brasa.store.migrate import is_current

log = structlog.get_logger()

PATIENCE = 3.0

# Returns whether a part works; raising means that it does not.
Check = Callable[[], Awaitable[bool]]


def store_is_current(database: Database) -> Check:
    """The database answers, and has exactly this program's schema."""

    async def check() -> bool:
        return await is_current(database)

    return check


class Readiness:
    """The checks of one process, by name. What changes is said once, however often it is asked."""

    def __init__(self, checks: Mapping[str, Check]) -> None:
        self._checks = checks
        self._failing: set[str] = set()

    async def failing(self) -> list[str]:
        """The names of the checks that do not pass within `PATIENCE` seconds."""
        passed = await asyncio.gather(*(self._passes(name) for name in self._checks))
        return [name for name, ok in zip(self._checks, passed, strict=True) if not ok]

    async def _passes(self, name: str) -> bool:
        why = "not_so"
        try:
            async with asyncio.timeout(PATIENCE):
                passed = await self._checks[name]()
        except Exception as error:
            passed, why = False, repr(error)
        if not passed and name not in self._failing:
            self._failing.add(name)
            log.warning("not_ready", check=name, why=why)
        elif passed and name in self._failing:
            self._failing.discard(name)
            log.info("ready_again", check=name)
        return passed
