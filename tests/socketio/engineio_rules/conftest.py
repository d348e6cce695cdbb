"""A bare Engine.IO server for the rules of its protocol."""

from collections.abc import AsyncIterator

import pytest

from tests.socketio.engineio import PATH, echoing
from tests.socketio.wire import Poller, polling


@pytest.fixture
async def port() -> AsyncIterator[int]:
    async with echoing() as port:
        yield port


@pytest.fixture
async def http(port: int) -> AsyncIterator[Poller]:
    async with polling(port, PATH) as client:
        yield client
