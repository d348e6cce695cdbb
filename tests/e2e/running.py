"""A server for the browser to look at: started, killed and started again on one address."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
STARTS_WITHIN = 40.0
FAILS_WITHIN = 40.0


# Tests wait for what a tick says; a campaign does not plan differently for ticking more often.
ENVIRONMENT = {**os.environ, "BRASA_TICK_SECONDS": "2"}


def command(port: int, data: Path, access: str) -> list[str]:
    """How the server is started; the one place that knows which server it is."""
    serve = ["serve", "--data", str(data), "--port", str(port), "--access", access]
    return [sys.executable, "-m", "brasa", *serve]


def prepare(data: Path) -> None:
    """Fill a folder with the demo and a campaign whose only session fails most of its sends."""
    brasa(data, "demo")
    model = ["--set", "model.acceptance=0.3", "--set", "model.latency.median=0.05"]
    brasa(data, "session", "add", "Linha ruim", *model)
    brasa(data, "campaign", "create", str(Path(__file__).with_name("troubled.toml")), "--start")


def brasa(data: Path, *arguments: str) -> str:
    """Run one command of the CLI and return its output; raises AssertionError with what it said."""
    command = [sys.executable, "-m", "brasa", *arguments, "--data", str(data)]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


class RunningServer:
    """One server process on a fixed free port, with its own data."""

    def __init__(self, data: Path, access: str = "open") -> None:
        self.data = data
        self._access = access
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it and wait until it answers; raises TimeoutError when it does not."""
        log = (self.data / "server.log").open("ab")
        self._process = subprocess.Popen(
            command(self.port, self.data, self._access),
            stdout=log,
            stderr=log,
            cwd=ROOT,
            env=ENVIRONMENT,
        )
        log.close()
        deadline = time.monotonic() + STARTS_WITHIN
        while time.monotonic() < deadline:
            if self._answers():
                return
            if self._process.poll() is not None:
                break
            time.sleep(0.05)  # Polling a port is the only way to see another process begin.
        self.kill()
        raise TimeoutError((self.data / "server.log").read_text())

    def kill(self) -> None:
        """End it as a crash would: SIGKILL, no goodbye."""
        if self._process and self._process.poll() is None:
            self._process.kill()
            self._process.wait()

    def freeze(self) -> None:
        """Stop the process without closing its connections."""
        self._signal(signal.SIGSTOP)

    def thaw(self) -> None:
        """Let a frozen process go on."""
        self._signal(signal.SIGCONT)

    def get(self, path: str) -> Any:
        """Read JSON from the API, below the first organization unless the path begins with /me."""
        base = "" if path.startswith("/me") else f"/organizations/{self._organization()}"
        with urllib.request.urlopen(f"{self.url}/api/v1{base}{path}", timeout=5) as answer:
            return json.load(answer)

    def campaign(self, status: str) -> dict[str, Any]:
        """Some campaign in this status; raises LookupError when there is none in time."""
        return self._campaign(lambda one: one["status"] == status, status)

    def campaign_named(self, name: str) -> dict[str, Any]:
        """The campaign of this name; raises LookupError when there is none in time."""
        return self._campaign(lambda one: one["name"] == name, name)

    def failing_campaign(self) -> dict[str, Any]:
        """A campaign with failures, whatever its status: health soon holds who fails a lot.

        Raises LookupError when there is none in time.
        """
        return self._campaign(lambda one: one["progress"]["failed"] > 0, "failing")

    def _campaign(self, fits: Callable[[dict[str, Any]], bool], wanted: str) -> dict[str, Any]:
        deadline = time.monotonic() + FAILS_WITHIN
        while time.monotonic() < deadline:
            campaigns: list[dict[str, Any]] = self.get("/campaigns")["items"]
            found = next(filter(fits, campaigns), None)
            if found:
                return found
            time.sleep(0.5)  # The campaign sends by itself; the API is how one sees it.
        raise LookupError(f"no {wanted} campaign")

    def _organization(self) -> int:
        organization: int = self.get("/me")["organizations"][0]["id"]
        return organization

    def _answers(self) -> bool:
        try:
            self.get("/me")
        except urllib.error.HTTPError:
            return True  # It wants a token.
        except (urllib.error.URLError, OSError):
            return False
        return True

    def _signal(self, number: signal.Signals) -> None:
        if self._process:
            os.kill(self._process.pid, number)


def free_port() -> int:
    """A port nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
