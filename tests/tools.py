"""Programs that some tests need besides Python."""

import fcntl
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest


def require_tool(name: str) -> str:
    """The path of a program; without it the test is skipped, or fails where `CI=true`."""
    found = shutil.which(name)
    if found is None:
        missing(f"{name} is not installed")
    return str(found)


def require_node_modules(folder: Path) -> str:
    """The path of Node, with the packages of `folder`'s lock installed there."""
    node, npm = require_tool("node"), require_tool("npm")
    with _alone_in(folder):
        _install(npm, folder)
    return node


@contextmanager
def _alone_in(folder: Path) -> Iterator[None]:
    """Keep other processes that run tests out of a folder."""
    with (Path(tempfile.gettempdir()) / f"brasa-{folder.stat().st_ino}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _install(npm: str, folder: Path) -> None:
    lock, installed = folder / "package-lock.json", folder / "node_modules" / ".package-lock.json"
    if installed.exists() and installed.stat().st_mtime >= lock.stat().st_mtime:
        return
    command = [npm, "ci", "--no-audit", "--no-fund", "--ignore-scripts", "--silent"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode:
        missing(f"npm could not install {folder.name}: {done.stderr.strip()[-300:]}")
    installed.touch()


def missing(reason: str) -> None:
    """Skip the test, or fail it where nothing may be missing."""
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)
