"""Units of work that only the holder of a lease can commit."""

from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import asynccontextmanager
from typing import Any, TypeVar

from brasa.actions.unit import Unit, Work
from brasa.store.database import Connection

T = TypeVar("T")
Confirm = Callable[[Connection], Awaitable[None]]


class FencedWork(Work):
    """Work whose every transaction first makes sure of the lease, and holds on to it until its end.

    `confirm` raises LeaseLost: then nothing is written and nothing said. So two planners never
    write in turns, whatever each of them believes.
    """

    def __init__(self, work: Work, confirm: Confirm) -> None:
        super().__init__(work.database, work.bus, work.clock, work.announcements)
        self._confirm = confirm

    @asynccontextmanager
    async def unit(self) -> AsyncIterator[Unit]:
        async with super().unit() as unit:
            await self._confirm(unit.connection)
            yield unit

    async def commit(
        self, body: Callable[[Unit], Coroutine[Any, Any, T]], *, at_once: bool = False
    ) -> T:
        async def run(unit: Unit) -> T:
            await self._confirm(unit.connection)
            return await body(unit)

        # Never at once: making sure of the lease is a statement of its own.
        return await super().commit(run)
