"""`make cluster` starts a whole cluster on this machine, and Ctrl-C leaves nothing of it."""

import os
import re
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Iterator

import pytest

from tools.chaos.processes import ROOT
from tools.servers import free_port

Started = tuple[subprocess.Popen[str], int]


@pytest.fixture
def started() -> Iterator[Started]:
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "tools.cluster", "--port", str(port)],
        stdout=subprocess.PIPE,
        cwd=ROOT,
        text=True,
    )
    yield process, port
    process.send_signal(signal.SIGTERM)
    process.communicate()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGHUP])
def test_it_says_what_runs_where_and_ends_all_of_it(
    started: Started, number: signal.Signals
) -> None:
    process, port = started
    assert process.stdout is not None
    said = ""
    while "Ctrl-C" not in said:
        line = process.stdout.readline()
        assert line, said
        said += line
    pids = [int(pid) for pid in re.findall(r"\(pid (\d+)\)", said)]
    parts = [part.strip() for part in re.findall(r"^  (\w+ \d| *\w+) ", said, re.MULTILINE)]
    assert parts[:6] == ["postgres", "valkey", "gateway 1", "gateway 2", "worker 1", "worker 2"]
    assert all(map(runs, pids))
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=10) as answer:
        assert answer.status == 200

    process.send_signal(number)
    process.communicate(timeout=60)

    assert process.returncode == 0
    assert not any(map(runs, pids))


def runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True
