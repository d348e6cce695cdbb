"""A PostgreSQL server that vanishes without a word (its host loses power, the way to it is cut).

No reset comes then, and the kernel goes on sending for a quarter of an hour before it gives up.
"""

import socket
from typing import Any

from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncEngine

# Seconds after which a server of which nothing is heard, not even by its kernel, is gone. One
# that is merely slow, or stopped, has a kernel that answers.
GONE_AFTER = 15
# Seconds without a word before its kernel is asked, and between questions.
ASK_AFTER, ASK_EVERY = 5, 3


def notice_vanishing(engine: AsyncEngine) -> None:
    """Have statements on the engine's connections fail within `GONE_AFTER` of the server's end."""

    @event.listens_for(engine.sync_engine, "connect")
    def set_up(connection: Any, _record: object) -> None:
        # asyncpg neither sets these nor shows its socket.
        transport = getattr(connection.driver_connection, "_transport", None)
        found = transport and transport.get_extra_info("socket")
        if found and found.family != socket.AF_UNIX:
            _set(found)


def _set(connected: Any) -> None:
    connected.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    tcp = {
        "TCP_KEEPIDLE": ASK_AFTER,
        "TCP_KEEPINTVL": ASK_EVERY,
        "TCP_USER_TIMEOUT": GONE_AFTER * 1000,
    }
    for name, value in tcp.items():
        if hasattr(socket, name):  # not everywhere but on Linux
            connected.setsockopt(socket.IPPROTO_TCP, getattr(socket, name), value)
