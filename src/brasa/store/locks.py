"""How rows are locked that others refer to, and how those take turns who lock none."""

from collections.abc import Iterable
from typing import TypedDict

from sqlalchemy import Text, cast, func, select
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.types import BigInteger


class _Keeping(TypedDict):
    key_share: bool


# For `with_for_update` on organizations, campaigns and sessions. Whoever inserts a row that refers
# to one of them asks PostgreSQL to keep its key. A lock that stands in the way of that would have
# two writers wait for each other, one with the lock for a counter, one with the counter for the
# key.
KEEPING_KEYS: _Keeping = {"key_share": True}


async def take_turns(connection: AsyncConnection, ids: Iterable[int]) -> None:
    """Let nobody else who takes turns over one of these ids go on until the transaction ends.

    Not a lock on a row: whoever writes the rows that the turn is about waits for nobody, and so
    nobody waits in a circle. SQLite's writers come one after the other anyway.
    """
    if connection.dialect.name == "sqlite":
        return
    turns = "{" + ",".join(map(str, sorted(ids))) + "}"
    each = func.unnest(cast(cast(turns, Text), ARRAY(BigInteger()))).column_valued("turn")
    await connection.execute(select(func.pg_advisory_xact_lock(each)))
