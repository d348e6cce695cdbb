"""Commands beside a running server, and how it ends."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import socketio

from tests.running.server import RunningServer


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    """A server with the demo, which every test leaves as it was."""
    data = tmp_path_factory.mktemp("beside") / "data"
    running = RunningServer(data, "--access", "open", "--demo")
    yield running
    running.kill()


def test_what_a_command_changes_is_live_at_once(server: RunningServer) -> None:
    with socketio.SimpleClient() as client:
        client.connect(server.url, transports=["polling"])
        client.emit("join-organization", {"organizationId": 1})
        _status(client, "aquecimento 2")
        done = server.brasa("campaign", "pause", "aquecimento 2", "--note", "teste")
        assert done.returncode == 0, done.stderr
        paused = _status(client, "aquecimento 2", status="paused")
        assert paused["reason"] == "paused_by_operator"
        assert "teste" in str(paused["description"])
        assert server.brasa("campaign", "resume", "aquecimento 2").returncode == 0
        assert _status(client, "aquecimento 2", status="active")["reason"] == "running"


def test_a_forbidden_transition_is_refused_by_name(server: RunningServer) -> None:
    done = server.brasa("campaign", "resume", "aquecimento 2")
    assert done.returncode == 2
    assert "aquecimento 2" in done.stderr


def test_ctrl_c_ends_in_good_order(tmp_path: Path) -> None:
    running = RunningServer(tmp_path / "data", "--access", "open", "--demo")
    assert running.stop() == 0
    assert "Traceback" not in running.output


def test_a_second_ctrl_c_ends_at_once(tmp_path: Path) -> None:
    running = RunningServer(tmp_path / "data", "--access", "open")
    running.interrupt()
    running.interrupt()
    assert running.wait() in (0, 130)


def _status(client: socketio.SimpleClient, name: str, **wanted: str) -> dict[str, object]:
    """The next status of a campaign that has the wanted fields."""
    while True:
        event, *args = client.receive(timeout=10)
        if event == "campaign-status" and args[0]["name"] == name:
            status: dict[str, object] = args[0]
            if wanted.items() <= status.items():
                return status
