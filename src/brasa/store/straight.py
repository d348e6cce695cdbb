"""Asynchronous code run straight through, on a connection that never waits.

The functions of the store await their connection. On SQLite, where waiting means a disk and not a
server, they may as well run in one go in a thread that is free to block.
"""

from collections.abc import Coroutine
from typing import Any, TypeVar

from sqlalchemy.engine import CursorResult
from sqlalchemy.ext.asyncio import AsyncConnection

T = TypeVar("T")


class StraightConnection(AsyncConnection):
    """Executes at once, in the thread of the caller."""

    async def execute(
        self, statement: Any, parameters: Any = None, *, execution_options: Any = None
    ) -> CursorResult[Any]:
        return self._proxied.execute(statement, parameters, execution_options=execution_options)


def finish(coroutine: Coroutine[Any, Any, T]) -> T:
    """Run a coroutine that never has to wait to its end; its result.

    Raises RuntimeError when it does wait for something.
    """
    try:
        coroutine.send(None)
    except StopIteration as done:
        result: T = done.value
        return result
    coroutine.close()
    raise RuntimeError("what runs in a transaction may await nothing but its connection")
