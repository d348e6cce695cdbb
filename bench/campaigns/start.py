"""How long `brasa serve` takes to its first tick."""

import asyncio
import os
import socket
import sys
import time
import urllib.request
from http import HTTPStatus
from pathlib import Path

from sqlalchemy.ext.asyncio import AsyncConnection

from bench.campaigns import fill
from bench.campaigns.stores import filled
from brasa.clock import SystemClock

LOOK_EVERY, GIVE_UP = 0.01, 60.0


async def fill_store(folder: Path, contacts: int) -> None:
    """A store with so many contacts; none at all for no contacts."""
    if not contacts:
        return
    now = SystemClock().now()

    async def write(connection: AsyncConnection) -> None:
        await fill.organization(connection, now)
        await fill.people(connection, now, how_many_sessions=10, how_many_contacts=contacts)
        await fill.running_campaigns(connection, now, 1, seats=10, total=contacts)

    async with filled(f"sqlite+aiosqlite:///{folder / 'brasa.db'}", write):
        pass


async def seconds_to_first_tick(folder: Path) -> float:
    """From the command to the end of the first tick, with the store of this folder."""
    port = _free_port()
    begun = time.perf_counter()
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "brasa", "serve", "--port", str(port), "--access", "open"),
        env={**os.environ, "BRASA_DATA": str(folder)},
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        await asyncio.to_thread(_wait_until_ready, port)
        return time.perf_counter() - begun
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


def _wait_until_ready(port: int) -> None:
    give_up = time.perf_counter() + GIVE_UP
    while not _is_ready(port):
        if time.perf_counter() > give_up:
            raise TimeoutError("brasa serve did not become ready")
        time.sleep(LOOK_EVERY)


def _is_ready(port: int) -> bool:
    """Whether it says that its engine ticks; before it listens nobody answers."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=5) as answer:
            return bool(answer.status == HTTPStatus.OK)
    except OSError:
        return False


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
