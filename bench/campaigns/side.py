"""One side of a comparison: a process that says it is ready, is told to go, and reports."""

import asyncio
import json
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

PEER = Path(__file__).parents[1] / "peers" / "campaign_node"
TIMEOUT = 120.0


class Side:
    """A running process that speaks lines of JSON."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process

    async def hears(self) -> dict[str, Any]:
        """Its next line. Raises EOFError when it has ended."""
        if self._process.stdout is None:
            raise EOFError
        async with asyncio.timeout(TIMEOUT):
            line = await self._process.stdout.readline()
        if not line:
            raise EOFError("a side of the benchmark has ended early")
        read: dict[str, Any] = json.loads(line)
        return read

    def tell(self, word: str) -> None:
        """Write a line to it."""
        if self._process.stdin is not None:
            self._process.stdin.write(word.encode() + b"\n")


@asynccontextmanager
async def side(command: Sequence[str]) -> AsyncIterator[Side]:
    """Run a process as long as the block runs."""
    process = await asyncio.create_subprocess_exec(
        *command, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE
    )
    try:
        yield Side(process)
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()
