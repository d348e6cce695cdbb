"""Campaign throughput against BullMQ + PostgreSQL + Socket.IO.

Both sides have the same work waiting: executions that are due, each made durable as `sending` and
then as `sent`, two events each to one dashboard (the stock client, a process of its own). The time
runs from the word `go` until the dashboard has the last event and the side its last commit.
"""

import asyncio
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import msgspec

from bench.campaigns.servers import fresh_database
from bench.campaigns.side import PEER, side


def install_peer() -> str:
    """Install the peer from its lock on first use; the version of its queue."""
    modules = PEER / "node_modules"
    if not modules.exists():
        command = ["npm", "ci", "--no-audit", "--no-fund", "--silent"]
        subprocess.run(command, cwd=PEER, check=True)
    version: str = json.loads((modules / "bullmq" / "package.json").read_text())["version"]
    return version


class Run(msgspec.Struct, frozen=True):
    """Executions a second (wall clock) and CPU of the measured process per execution (µs)."""

    per_second: float
    cpu_us: float


async def brasa_postgres(uri: str, executions: int, sessions: int) -> Run:
    """One run of Brasa on PostgreSQL."""
    database = await fresh_database(uri, "brasa")
    url = database.replace("postgresql://", "postgresql+asyncpg://", 1)
    return await _compare(_brasa(url, executions, sessions), executions)


async def brasa_sqlite(executions: int, sessions: int) -> Run:
    """One run of Brasa on SQLite, in a file."""
    with tempfile.TemporaryDirectory(prefix="brasa-bench-") as folder:
        url = f"sqlite+aiosqlite:///{Path(folder) / 'bench.db'}"
        return await _compare(_brasa(url, executions, sessions), executions)


async def peer(uri: str, valkey: str, executions: int, sessions: int) -> Run:
    """One run of the Node peer."""
    await fresh_database(uri, "peer")
    database = await fresh_database(uri, "peer")
    command = [
        "node",
        str(PEER / "server.mjs"),
        f"--postgres={database}",
        f"--valkey={valkey}",
        f"--executions={executions}",
        f"--sessions={sessions}",
    ]
    return await _compare(command, executions)


def _brasa(url: str, executions: int, sessions: int) -> list[str]:
    return [
        sys.executable,
        "-m",
        "bench.campaigns.worker",
        f"--database={url}",
        f"--executions={executions}",
        f"--sessions={sessions}",
    ]


async def _compare(command: Sequence[str], executions: int) -> Run:
    async with side(command) as measured:
        port = (await measured.hears())["ready"]
        client = ["node", str(PEER / "dashboard.mjs"), f"--port={port}"]
        async with side([*client, f"--events={2 * executions}"]) as dashboard:
            await dashboard.hears()
            begun = time.perf_counter()
            measured.tell("go")
            heard = await asyncio.gather(measured.hears(), dashboard.hears())
            seconds, report = time.perf_counter() - begun, heard[0]
        measured.tell("end")
    if report["sent"] != executions:
        raise RuntimeError(f"{report['sent']} of {executions} were sent")
    return Run(executions / max(seconds, report["seconds"]), report["cpu"] / executions * 1e6)
