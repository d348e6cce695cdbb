"""PostgreSQL and Valkey for a benchmark: real servers from pip, gone when it ends."""

from collections.abc import Iterator
from contextlib import contextmanager

import asyncpg

from tools.servers import Postgres, Valkey


@contextmanager
def postgres() -> Iterator[str]:
    """The URI of a PostgreSQL that flushes every commit, for both sides alike."""
    server = Postgres(durable=True)
    try:
        server.start()
        yield server.url_of("postgres").replace("+asyncpg", "", 1)
    finally:
        server.stop()


@contextmanager
def valkey() -> Iterator[str]:
    """The URL of a Valkey as the cluster's tests start it: without persistence."""
    server = Valkey()
    try:
        server.start()
        yield f"redis://127.0.0.1:{server.port}/0"
    finally:
        server.stop()


async def fresh_database(uri: str, name: str) -> str:
    """Drop and create a database; its URI."""
    connection = await asyncpg.connect(uri)
    try:
        await connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        await connection.execute(f"CREATE DATABASE {name}")
    finally:
        await connection.close()
    return f"{uri.rpartition('/')[0]}/{name}"
