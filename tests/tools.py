"""Programs that some tests need besides Python."""

import os
import shutil
import subprocess
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
    lock, installed = folder / "package-lock.json", folder / "node_modules" / ".package-lock.json"
    if not installed.exists() or installed.stat().st_mtime < lock.stat().st_mtime:
        command = [npm, "ci", "--no-audit", "--no-fund", "--ignore-scripts", "--silent"]
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
        if done.returncode:
            missing(f"npm could not install {folder.name}: {done.stderr.strip()[-300:]}")
        installed.touch()
    return node


def missing(reason: str) -> None:
    """Skip the test, or fail it where nothing may be missing."""
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)
