"""Install the packed @brasa/react into a Vite and a Next.js project, build both, and run them.

    python -m tools.check_consumers [vite] [next]

Slow (a Next.js installation is large): part of `make test-web`, not of `make test`.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Page, expect, sync_playwright

from tools import chromium
from tools.build_web import ROOT, WEB, Npm, find_npm

ANSWERS_WITHIN = 30.0


def main() -> None:
    """Check the projects named, or all."""
    names = sys.argv[1:] or ["vite", "next"]
    npm = find_npm()
    with tempfile.TemporaryDirectory(prefix="brasa-consumers-") as folder, browser_page() as page:
        tarball = pack(npm, Path(folder))
        with serving(["node", str(WEB / "dev/mock.mjs"), "--port", "0"], npm, WEB) as brasa:
            for name in names:
                project = prepare(npm, Path(folder), name, tarball)
                CHECKS[name](page, npm, project, brasa)
                print(f"{name}: builds and runs", flush=True)


def pack(npm: Npm, folder: Path) -> Path:
    """Build the package and pack it as npm would publish it."""
    npm.run("run", "--silent", "build", "-w", "@brasa/react")
    npm.run("pack", "--silent", "-w", "@brasa/react", "--pack-destination", str(folder))
    return next(folder.glob("brasa-react-*.tgz"))


def prepare(npm: Npm, folder: Path, name: str, tarball: Path) -> Path:
    """Copy a project, install the tarball into it, and build it."""
    project = folder / name
    shutil.copytree(WEB / "consumers" / name, project)
    manifest = json.loads((project / "package.json").read_text())
    manifest["dependencies"]["@brasa/react"] = f"file:{tarball}"
    (project / "package.json").write_text(json.dumps(manifest))
    quiet = ("--no-audit", "--no-fund", "--loglevel=error")
    npm.run("install", *quiet, folder=project)
    npm.run("run", "--silent", "build", folder=project)
    return project


def check_vite(page: Page, npm: Npm, project: Path, brasa: str) -> None:
    """The component connects; the client alone brings no React and no component along."""
    preview = [str(project / "node_modules/.bin/vite"), "preview", "--port", "0"]
    with serving(preview, npm, project) as site:
        page.goto(f"{site}/?server={brasa}")
        expect_connected(page)
        page.goto(f"{site}/client.html?server={brasa}")
        expect(page).to_have_title("live")
        check_guide(page, site, brasa)
    client = "".join(file.read_text() for file in bundles_of(project / "dist", "client.html"))
    for foreign in ("campaign-grid", "useSyncExternalStore"):
        if foreign in client:
            raise AssertionError(f"./client brings {foreign} along")


def check_guide(page: Page, site: str, brasa: str) -> None:
    """The guide's own example runs as it stands: it names no address but the guide's."""
    if page.context.browser is None:
        raise AssertionError("the page belongs to no browser")
    elsewhere = f"--host-resolver-rules=MAP localhost:4000 {urlsplit(brasa).netloc}"
    browser = page.context.browser.browser_type.launch(
        executable_path=chromium.PATH, args=[*chromium.FLAGS, elsewhere]
    )
    other = browser.new_page()
    other.goto(f"{site}/?guide")
    expect_connected(other)
    browser.close()


def bundles_of(dist: Path, page: str) -> Iterator[Path]:
    """The scripts that a built page asks for."""
    text = (dist / page).read_text()
    return (file for file in (dist / "assets").glob("*.js") if file.name in text)


def check_next(page: Page, npm: Npm, project: Path, brasa: str) -> None:
    """Rendered on the server first, connected in the browser after."""
    start = [str(project / "node_modules/.bin/next"), "start", "--port", "0"]
    with serving(start, npm, project, {"BRASA_URL": brasa}) as site:
        with urllib.request.urlopen(site, timeout=10) as answer:
            html = answer.read().decode()
        if "Desconectado" not in html:
            raise AssertionError("the server rendered no dashboard")
        page.goto(site)
        expect_connected(page)


def expect_connected(page: Page) -> None:
    """The guide's pill is green and there is a campaign card."""
    expect(page.locator(".connection-status.connected")).to_be_visible()
    expect(page.locator(".campaign-card").first).to_be_visible()


CHECKS = {"vite": check_vite, "next": check_next}


@contextmanager
def browser_page() -> Iterator[Page]:
    """A page of Debian's chromium."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium.PATH, args=chromium.FLAGS)
        yield browser.new_page()
        browser.close()


@contextmanager
def serving(
    command: list[str], npm: Npm, folder: Path, more: dict[str, str] | None = None
) -> Iterator[str]:
    """Run a server that prints its address, and yield that address once it answers."""
    environment = {**os.environ, "PATH": npm.path, "NEXT_TELEMETRY_DISABLED": "1", **(more or {})}
    process = subprocess.Popen(
        command, cwd=folder, env=environment, stdout=subprocess.PIPE, text=True
    )
    try:
        yield answering(address_in(process))
    finally:
        process.terminate()
        process.wait()


def address_in(process: subprocess.Popen[str]) -> str:
    """The first http address that the process prints."""
    if process.stdout is None:
        raise AssertionError("the output is not read")
    for line in process.stdout:
        for word in line.split():
            if word.startswith("http://"):
                return word.rstrip("/")
    raise AssertionError("the server ended without an address")


def answering(url: str) -> str:
    """Wait until the address answers."""
    deadline = time.monotonic() + ANSWERS_WITHIN
    while time.monotonic() < deadline:
        try:
            urllib.request.urlopen(url, timeout=5).close()
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
        else:
            return url
    raise TimeoutError(url)


if __name__ == "__main__":
    print(f"Checking consumers of @brasa/react ({ROOT.name})", flush=True)
    main()
