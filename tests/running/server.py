"""The real server in a process of its own, as `make run` starts it."""

import os
import re
import signal
import subprocess
import sys
from pathlib import Path

READY = re.compile(r"http://localhost:(\d+)$")


class RunningServer:
    """`brasa serve` in a process of its own; `output` is its console so far."""

    def __init__(self, data: Path, *options: str) -> None:
        self.data = data
        self.console = data.parent / "console.txt"
        self._file = self.console.open("wb")
        self._process = subprocess.Popen(
            [sys.executable, "-m", "brasa", "serve", "--data", str(data), "--port", "0", *options],
            stdout=self._file,
            stderr=subprocess.STDOUT,
            env=os.environ | {"PYTHONUNBUFFERED": "1"},
        )
        self.port = self._wait_until_ready()

    @property
    def url(self) -> str:
        """Where it serves."""
        return f"http://localhost:{self.port}"

    @property
    def output(self) -> str:
        """What it has printed."""
        return self.console.read_text(encoding="utf-8")

    def brasa(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """A command beside the server, on the same store."""
        return subprocess.run(
            [sys.executable, "-m", "brasa", *arguments, "--data", str(self.data)],
            capture_output=True,
            text=True,
            check=False,
        )

    def interrupt(self) -> None:
        """Ctrl-C."""
        self._process.send_signal(signal.SIGINT)

    def kill(self) -> None:
        """SIGKILL: no time for anything."""
        self._process.kill()
        self._process.wait()
        self._file.close()

    def wait(self) -> int:
        """Wait for the end; the exit code."""
        code = self._process.wait(timeout=30)
        self._file.close()
        return code

    def stop(self) -> int:
        """Ctrl-C, and wait for the end; the exit code."""
        self.interrupt()
        return self.wait()

    def _wait_until_ready(self) -> int:
        while self._process.poll() is None:
            for line in self.output.splitlines():
                if found := READY.search(line):
                    return int(found.group(1))
            try:
                self._process.wait(timeout=0.05)
            except subprocess.TimeoutExpired:
                continue
        raise AssertionError(f"the server did not start:\n{self.output}")
