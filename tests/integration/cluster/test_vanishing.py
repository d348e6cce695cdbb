"""A PostgreSQL that vanishes without a word: the kernel is told when to give up."""

import socket
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncConnection

from brasa.store.database import Database
from brasa.store.direct import PostgresConnection
from brasa.store.vanishing import GONE_AFTER

pytestmark = pytest.mark.skipif(
    not hasattr(socket, "TCP_USER_TIMEOUT"), reason="only Linux counts unanswered data"
)


def _patience(driver: Any) -> tuple[int, int]:
    """Whether the other side is asked after, and for how many milliseconds it may be silent."""
    connected = driver._transport.get_extra_info("socket")
    return (
        connected.getsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE),
        connected.getsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT),
    )


async def test_every_connection_gives_up_on_a_silent_server(database: Database) -> None:
    async with database.read() as connection:
        raw = await connection.get_raw_connection()
        assert _patience(raw.driver_connection) == (1, GONE_AFTER * 1000)

    async def body(connection: AsyncConnection) -> tuple[int, int]:
        assert isinstance(connection, PostgresConnection)
        return _patience(connection.driver)

    assert await database.transact(body) == (1, GONE_AFTER * 1000)
    assert await database.look(body) == (1, GONE_AFTER * 1000)
