"""Take the screenshots of every page, at three widths and in both themes.

    python -m tools.screenshots [URL] [--out FOLDER] [--only overview] [--readme]

Without a URL it starts a server with the demo and lets it run for a while first. `--readme` takes
only the pictures that the README shows, as WebP into docs/images. Needs Debian's `chromium`, or
the path of another Chromium in the environment variable CHROMIUM.
"""

import argparse
import base64
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, expect, sync_playwright

from tools import chromium

WIDTHS = {1440: 900, 768: 1024, 390: 844}
# The demo sends as it runs; pictures of its first second would show an empty chart.
DEMO_RUNS_FOR = 240.0
README_PAGES = ["overview", "campaign", "bot"]
README_SIZE = {1440: 960}
# Text stays sharp, and six pictures weigh less than half a megabyte.
WEBP_QUALITY = 82
THEMES = ("light", "dark")
PAGES = {
    "overview": "/",
    "campaigns": "/campaigns",
    "campaign": "campaign",
    "bots": "/bots",
    "bot": "bot",
    "executions": "/executions",
    "logs": "/logs",
    "wall": "/wall",
}


def main() -> None:
    """Open every page asked for and save its picture."""
    options = arguments()
    options.out.mkdir(parents=True, exist_ok=True)
    with demo_server(options.url) as options.url, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium.PATH, args=chromium.FLAGS)
        widths = README_SIZE if options.readme else WIDTHS
        names = options.only or (README_PAGES if options.readme else list(PAGES))
        for theme in THEMES:
            for width, height in widths.items():
                take(browser, options, theme, (width, height), names)
        browser.close()


def arguments() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("url", nargs="?")
    parser.add_argument("--out", type=Path, default=Path("docs/images"))
    parser.add_argument("--only", nargs="*", choices=list(PAGES))
    parser.add_argument("--readme", action="store_true")
    return parser.parse_args()


@contextmanager
def demo_server(url: str | None) -> Iterator[str]:
    """The server of this address; without one, a new one with the demo, ended afterwards."""
    if url:
        yield url
        return
    port = free_port()
    with tempfile.TemporaryDirectory(prefix="brasa-screenshots-") as data:
        serve = ["serve", "--data", data, "--port", str(port), "--access", "open", "--demo"]
        process = subprocess.Popen(
            [sys.executable, "-m", "brasa", *serve], stdout=subprocess.DEVNULL
        )
        try:
            time.sleep(DEMO_RUNS_FOR)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            process.wait()


def free_port() -> int:
    """A port nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def take(
    browser: Browser,
    options: argparse.Namespace,
    theme: str,
    size: tuple[int, int],
    names: list[str],
) -> None:
    """Save the pages of one theme at one size, each as `name-theme-width.png`."""
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]}, color_scheme="dark", locale="pt-BR"
    )
    context.add_init_script(
        f"localStorage.setItem('brasa.settings', JSON.stringify({{theme: '{theme}'}}))"
    )
    page = context.new_page()
    for name in names:
        page.goto(options.url + path_of(page, options.url, name))
        page.locator("[data-connection=live]").wait_for()
        settle(page)
        if options.readme:
            path = options.out / f"{name}-{theme}.webp"
            path.write_bytes(webp(page))
        else:
            path = options.out / f"{name}-{theme}-{size[0]}.png"
            page.screenshot(path=path, full_page=name not in ("logs", "wall"))
        print(path.name, f"{path.stat().st_size / 1024:.0f} KiB", flush=True)
    context.close()


def webp(page: Page) -> bytes:
    """What is on screen, as WebP: a third of a PNG, and Playwright offers no other than that."""
    devtools = page.context.new_cdp_session(page)
    options = {"format": "webp", "quality": WEBP_QUALITY}
    return base64.b64decode(devtools.send("Page.captureScreenshot", options)["data"])


def path_of(page: Page, url: str, name: str) -> str:
    """The path of a page; of a campaign or bot, the first one the server lists."""
    path = PAGES[name]
    if path.startswith("/"):
        return path
    noun, key = ("campaigns", "campaignId") if path == "campaign" else ("sessions", "sessionId")
    organization = page.request.get(f"{url}/api/v1/me").json()["organizations"][0]["id"]
    found = page.request.get(f"{url}/api/v1/organizations/{organization}/{noun}").json()["items"]
    chosen = found[1] if len(found) > 1 else found[0]
    return f"/{'campaigns' if path == 'campaign' else 'bots'}/{chosen[key]}"


def settle(page: Page) -> None:
    """Wait until nothing is being loaded and charts, where there are any, are drawn."""
    expect(page.locator(".empty[role=status]")).to_have_count(0)
    charts = page.locator(".plot").count()
    expect(page.locator(".plot canvas")).to_have_count(charts)
    page.evaluate("document.fonts.ready")


if __name__ == "__main__":
    main()
