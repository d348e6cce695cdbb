"""One server with the demo for the whole guide."""

from collections.abc import Iterator

import pytest

from tests.running.server import RunningServer


@pytest.fixture(scope="session")
def demo_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    """A server with the demo, shared: tests read it and leave organization 1 as it is."""
    data = tmp_path_factory.mktemp("demo") / "data"
    server = RunningServer(data, "--access", "open", "--demo")
    yield server
    assert server.stop() == 0, server.output
