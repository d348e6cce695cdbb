"""Open the store for a command; what it changes reaches a running server."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import TypeVar

from brasa.actions.organizations import Organizations
from brasa.actions.spool import SpoolBus
from brasa.actions.unit import Work
from brasa.cli.invocation import Invocation
from brasa.clock import SystemClock
from brasa.config import Config, make_folder
from brasa.store.database import Database
from brasa.store.migrate import migrate
from brasa.store.organizations import Organization

T = TypeVar("T")


def run(invocation: Invocation, do: Callable[[Work], Awaitable[T]]) -> T:
    """Call `do` with the store of the settings open."""

    async def inside() -> T:
        async with opened(invocation.config()) as work:
            return await do(work)

    return asyncio.run(inside())


def run_for(
    invocation: Invocation, which: str | None, do: Callable[[Work, Organization], Awaitable[T]]
) -> T:
    """`run` for one organization: by id or name, else the first."""

    async def inside(work: Work) -> T:
        return await do(work, await Organizations(work).find(which))

    return run(invocation, inside)


@asynccontextmanager
async def opened(config: Config) -> AsyncIterator[Work]:
    """The store of `config`, at this program's schema, until the block ends."""
    make_folder(config)
    clock = SystemClock()
    database = Database(config.database_url)
    try:
        await migrate(database)
        yield Work(database, SpoolBus(database, clock), clock)
    finally:
        await database.close()
