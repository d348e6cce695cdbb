"""How to start each server, and which version it is."""

import importlib.metadata
import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

NODE_PEER = Path(__file__).parents[1] / "peers" / "socketio_node"


class Peer(NamedTuple):
    """A server: its name, its version, and the command that starts it on any port."""

    name: str
    version: str
    command: list[str]


def brasa() -> Peer:
    """Brasa's own server, as `make bench-server` runs it."""
    version = importlib.metadata.version("brasa")
    return Peer("Brasa", version, [sys.executable, "-m", "bench.servers.fanout", "--port", "0"])


def node() -> Peer:
    """Node's Socket.IO, installed from its lock on first use."""
    program = shutil.which("node")
    if program is None:
        raise RuntimeError("node is not installed")
    modules = NODE_PEER / "node_modules"
    if not modules.exists():
        command = ["npm", "ci", "--no-audit", "--no-fund", "--silent"]
        subprocess.run(command, cwd=NODE_PEER, check=True)
    package = json.loads((modules / "socket.io" / "package.json").read_text())
    return Peer("Node Socket.IO", package["version"], [program, str(NODE_PEER / "server.mjs"), "0"])


def python() -> Peer:
    """python-socketio under uvicorn."""
    version = importlib.metadata.version("python-socketio")
    command = [sys.executable, "-m", "bench.peers.python_socketio.server", "0"]
    return Peer("python-socketio", version, command)
