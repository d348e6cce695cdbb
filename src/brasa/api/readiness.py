"""Whether the server can do its work now."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping

from brasa.store.database import Database
from brasa.store.migrate import is_current

logger = logging.getLogger("brasa.api")

PATIENCE = 3.0

# Returns whether a part works; raising means that it does not.
Check = Callable[[], Awaitable[bool]]


def store_is_current(database: Database) -> Check:
    """The database answers, and has exactly this program's schema."""

    async def check() -> bool:
        return await is_current(database)

    return check


async def failing(checks: Mapping[str, Check]) -> list[str]:
    """The names of the checks that do not pass within `PATIENCE` seconds."""
    passed = await asyncio.gather(*(_passes(name, check) for name, check in checks.items()))
    return [name for name, ok in zip(checks, passed, strict=True) if not ok]


async def _passes(name: str, check: Check) -> bool:
    try:
        async with asyncio.timeout(PATIENCE):
            return await check()
    except Exception:
        logger.warning("the check %s failed", name, exc_info=True)
        return False
