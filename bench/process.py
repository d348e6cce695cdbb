"""A server under measurement: its processor time and its memory, as the kernel counts them."""

import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path


class Measured:
    """A running server process."""

    def __init__(self, process: "subprocess.Popen[str]", port: int) -> None:
        self.port = port
        self._process = process
        self._proc = Path(f"/proc/{process.pid}")

    def cpu(self) -> float:
        """Seconds its threads have spent on a processor, user and system, to the nanosecond."""
        total = 0
        for thread in self._proc.glob("task/*/schedstat"):
            total += int(thread.read_text().split()[0])
        return total / 1e9

    def rss(self) -> int:
        """Bytes of resident memory."""
        pages = int((self._proc / "statm").read_text().split()[1])
        return pages * 4096


@contextmanager
def measured(command: Sequence[str]) -> Iterator[Measured]:
    """Start a server that prints `ready <port>`; stop it at the end."""
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    try:
        ready, _, port = process.stdout.readline().partition(" ")
        if ready != "ready":
            raise RuntimeError(f"{command[0]} did not start")
        yield Measured(process, int(port))
    finally:
        process.stdout.close()
        process.terminate()
        try:
            process.wait(5)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
