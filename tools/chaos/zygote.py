"""Starts nodes quickly: a process that has loaded Brasa once and forks for each of them.

Loading costs more than anything a node does in a test, and a hundred restarts of it would measure
the disk. Each node is a process of its own all the same. Reads one JSON object a line on stdin
({env, offset, log}), answers each with a pid; ends, with all its nodes, when stdin does.
"""

import contextlib
import ctypes
import json
import os
import signal
import sys
from importlib import import_module
from pathlib import Path

from brasa import server
from brasa.config import load
from tools.chaos.skew import shift

PR_SET_PDEATHSIG = 1
# What a node imports only when it knows that it is one.
LATER = (
    "brasa.server.cluster_form",
    "brasa.server.dashboards",
    "brasa.server.probes",
    "brasa.channels.http.channel",
)


def main() -> None:
    """Fork on demand."""
    # Nobody waits for the nodes here: the system buries them.
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    for name in LATER:
        import_module(name)
    pids: list[int] = []
    for line in sys.stdin:
        order = json.loads(line)
        pid = os.fork()
        if pid == 0:
            _become(order["env"], order["offset"], Path(order["log"]))
        pids.append(pid)
        print(pid, flush=True)
    for pid in pids:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


def _become(env: dict[str, str], offset: float, log: Path) -> None:
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    # However this helper ends, its nodes end with it.
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    output = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    for number in (1, 2):
        os.dup2(output, number)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    shift(offset)
    try:
        server.run(load(environment=env))
    except BaseException as error:
        print(repr(error), file=sys.stderr, flush=True)
    finally:
        sys.stdout.flush()
        os._exit(0)


if __name__ == "__main__":
    main()
