"""The dashboard comes with the wheel: installed anywhere, it is served without Node or sources."""

import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from importlib.metadata import Distribution, distribution
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from tests.e2e.running import ROOT, STARTS_WITHIN, free_port

LOCK = ROOT / "requirements/runtime.lock"


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Python of an environment that holds the wheel and what it needs, and nothing else."""
    folder = tmp_path_factory.mktemp("wheel")
    build = ["-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    run(sys.executable, *build)
    run(sys.executable, "-m", "venv", "--without-pip", str(folder / "venv"))
    python = folder / "venv/bin/python"
    lend_runtime(next((folder / "venv").glob("lib/python*/site-packages")))
    wheel = str(next(folder.glob("*.whl")))
    pip = [sys.executable, "-m", "pip", "--python", str(python), "install"]
    run(*pip, "--quiet", "--disable-pip-version-check", "--no-deps", "--no-index", wheel)
    return python


def lend_runtime(site: Path) -> None:
    """Link what the lock of the runtime names, and only that, from this environment.

    Installing forty packages again would take half a minute and prove nothing of the wheel.
    """
    for line in LOCK.read_text().splitlines():
        if line and not line.startswith("#"):
            wanted = Requirement(line)
            if wanted.marker is None or wanted.marker.evaluate():
                lend(distribution(wanted.name), site)


def lend(package: Distribution, site: Path) -> None:
    """Link the folders and modules of one package."""
    parts = {file.parts[0] for file in package.files or ()} - {"..", "__pycache__"}
    for part in parts:
        if not (site / part).exists():
            (site / part).symlink_to(Path(str(package.locate_file(part))))


def run(*command: str) -> None:
    """Run a step of the preparation; its output is shown when it fails."""
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_an_installed_wheel_serves_the_dashboard(installed: Path, tmp_path: Path) -> None:
    port = free_port()
    serve = ["serve", "--data", str(tmp_path / "data"), "--port", str(port), "--access", "open"]
    # Elsewhere and without the sources' environment: only what was installed can answer.
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    with (tmp_path / "log").open("wb") as log:
        process = subprocess.Popen(
            [str(installed), "-m", "brasa", *serve],
            cwd=tmp_path,
            env=environment,
            stdout=log,
            stderr=log,
        )
    try:
        page = read_when_up(f"http://127.0.0.1:{port}/", process)
    finally:
        process.terminate()
        process.wait()
    assert '<div id="root">' in page
    assert "/assets/index-" in page
    where = subprocess.run(
        [str(installed), "-c", "import brasa; print(brasa.__file__)"],
        capture_output=True,
        text=True,
        check=True,
        cwd=tmp_path,
    )
    assert where.stdout.startswith(str(installed.parents[1])), where.stdout


def read_when_up(url: str, process: subprocess.Popen[bytes]) -> str:
    """Read a page as soon as the server answers; raises TimeoutError when it does not."""
    deadline = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urllib.request.urlopen(url, timeout=5) as answer:
                return str(answer.read().decode())
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)  # Polling a port is the only way to see another process begin.
    raise TimeoutError(url)
