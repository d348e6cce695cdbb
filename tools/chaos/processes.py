"""The processes of a cluster under test, as a machine room would see them."""

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from tools.servers import free_port

ROOT = Path(__file__).parents[2]


class Helper:
    """A process of ours that talks over its input and output, and leaves when its input does."""

    def __init__(self, *command: str) -> None:
        self._process = subprocess.Popen(
            [sys.executable, *command],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=ROOT,
            text=True,
        )

    def say(self, line: str) -> None:
        """Write a line to it."""
        if self._process.stdin is not None:
            self._process.stdin.write(line + "\n")
            self._process.stdin.flush()

    def hear(self) -> str:
        """Read a line from it."""
        return self._process.stdout.readline() if self._process.stdout is not None else ""

    def stop(self) -> None:
        """End it."""
        self._process.communicate()


class Provider(Helper):
    """The judge: a provider of its own process, with its own book."""

    def __init__(self, book: Path, *options: str) -> None:
        script = str(ROOT / "tests" / "provider" / "book.py")
        super().__init__(script, "--book", str(book), "--with-parent", *options)
        self.url = f"http://127.0.0.1:{int(self.hear())}"


class Process:
    """A node that is started, killed, paused and started again; see zygote.py.

    Its wall clock is `offset` seconds wrong.
    """

    def __init__(
        self, zygote: Helper, name: str, settings: dict[str, str], log: Path, offset: float
    ) -> None:
        self.name = name
        self.port = free_port()
        self.pid = 0
        self._zygote = zygote
        env = {f"BRASA_{key.upper()}": value for key, value in settings.items()}
        env |= {"BRASA_PORT": str(self.port), "BRASA_LOG_FORMAT": "json"}
        self._order = json.dumps({"env": env, "offset": offset, "log": str(log)})

    @property
    def running(self) -> bool:
        """Whether there is a process."""
        if not self.pid:
            return False
        try:
            os.kill(self.pid, 0)
        except ProcessLookupError:
            return False
        return True

    def start(self) -> None:
        """Start it, unless it runs."""
        if not self.running:
            self._zygote.say(self._order)
            self.pid = int(self._zygote.hear())

    def send(self, number: signal.Signals) -> None:
        """Send it a signal."""
        if self.pid:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.pid, number)

    def end(self, number: signal.Signals, within: float = 30.0) -> None:
        """Send a signal and wait until it is gone."""
        self.send(number)
        self.send(signal.SIGCONT)
        give_up = time.monotonic() + within
        while self.running:
            if time.monotonic() > give_up:
                self.send(signal.SIGKILL)
            time.sleep(0.01)


def node(
    zygote: Helper,
    role: str,
    number: int,
    folder: Path,
    settings: dict[str, str],
    offset: float = 0.0,
) -> Process:
    """A node of the cluster, not started."""
    name = f"{role}{number}"
    return Process(zygote, name, {**settings, "role": role}, folder / f"{name}.log", offset)
