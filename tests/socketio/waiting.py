"""Waiting for a condition that no event announces."""

import asyncio
from collections.abc import Callable


async def until(condition: Callable[[], object], patience: float = 5.0) -> None:
    """Wait until `condition` holds, for at most `patience` seconds."""
    async with asyncio.timeout(patience):
        while not condition():  # noqa: ASYNC110 - the clock or the kernel brings it about
            await asyncio.sleep(0.005)
