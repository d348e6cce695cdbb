"""SQLite in a thread of its own: one connection, from begin to end of a transaction in one go."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from sqlalchemy import Engine
from sqlalchemy.engine import Connection
from sqlalchemy.ext.asyncio import AsyncEngine

from brasa.store.direct import Body, StraightConnection, finish

T = TypeVar("T")


class StraightThread:
    """Runs one transaction after the other on one connection, which it keeps.

    `engine` makes the connection and says how a transaction begins; `shown` is the engine that
    the functions of the store see theirs as a part of.
    """

    def __init__(self, engine: Engine, shown: AsyncEngine) -> None:
        self._engine = engine
        self._shown = shown
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="brasa-store")
        self._kept: Connection | None = None

    async def run(self, body: Body[T]) -> T:
        """Run `body` in a transaction that commits when it returns and rolls back when it raises.

        Who is cancelled meanwhile is so only when it has ended.
        """
        running = asyncio.get_running_loop().run_in_executor(self._thread, self._transact, body)
        try:
            return await asyncio.shield(running)
        except asyncio.CancelledError:
            await asyncio.wait([running])  # a thread cannot be stopped: nobody acts beside it
            raise

    async def close(self) -> None:
        """Close the connection and end the thread, after what is under way."""
        self._thread.submit(self._drop)
        await asyncio.to_thread(self._thread.shutdown)

    def _transact(self, body: Body[T]) -> T:
        connection = self._kept or self._engine.connect()
        self._kept = None
        try:
            with connection.begin():
                result = finish(body(StraightConnection(self._shown, connection)))
        except BaseException:
            connection.close()
            raise
        self._kept = connection
        return result

    def _drop(self) -> None:
        if self._kept is not None:
            self._kept.close()
        self._engine.dispose()
