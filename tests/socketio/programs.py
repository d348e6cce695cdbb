"""Scripts of the clients' folder, run by Node."""

import asyncio
import contextlib
import os
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from tests.tools import require_node_modules

CLIENTS = Path(__file__).parent / "clients"


@asynccontextmanager
async def node(*arguments: str) -> AsyncIterator[asyncio.StreamReader]:
    """Run a script with its arguments; yields what it prints."""
    process = await asyncio.create_subprocess_exec(
        require_node_modules(CLIENTS),
        *arguments,
        cwd=CLIENTS,
        stdout=asyncio.subprocess.PIPE,
        limit=1 << 24,
        start_new_session=True,
    )
    assert process.stdout is not None
    try:
        yield process.stdout
    finally:
        # With all of its kind: where `node` only starts Node, that would go on, and be waited for.
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        await process.wait()


async def line(output: asyncio.StreamReader, patience: float) -> str:
    """The next line a program prints, within `patience` seconds."""
    async with asyncio.timeout(patience):
        return (await output.readline()).decode().strip()
