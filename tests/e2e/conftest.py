"""A real server and a real browser for the tests of the dashboard."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Playwright, expect, sync_playwright

from tests.e2e.running import ROOT, RunningServer, prepare
from tests.tools import missing
from tools import chromium


@pytest.fixture(scope="session", autouse=True)
def built_app() -> None:
    """The app must have been built; the tests look at it as people get it."""
    if not (ROOT / "web/app/dist/index.html").exists():
        pytest.fail("the dashboard is not built: run `make web`")


@pytest.fixture(scope="session")
def playwright_driver() -> Iterator[Playwright]:
    """Playwright, once."""
    with sync_playwright() as driver:
        yield driver


@pytest.fixture(scope="session")
def browser(playwright_driver: Playwright) -> Iterator[Browser]:
    """Chromium, once."""
    if not Path(chromium.PATH).exists():
        missing("needs Debian's chromium, or CHROMIUM=/path/to/chromium")
    expect.set_options(timeout=10_000)
    browser = playwright_driver.chromium.launch(executable_path=chromium.PATH, args=chromium.FLAGS)
    yield browser
    browser.close()


@pytest.fixture(scope="session")
def prepared_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo and some trouble, made once; each server gets a copy."""
    data = tmp_path_factory.mktemp("prepared")
    prepare(data)
    return data


@pytest.fixture(scope="session")
def shared_server(
    prepared_data: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[RunningServer]:
    """One server for the tests that only look."""
    data = tmp_path_factory.mktemp("shared") / "data"
    shutil.copytree(prepared_data, data)
    server = RunningServer(data)
    server.start()
    yield server
    server.kill()


@pytest.fixture
def brasa_server(prepared_data: Path, tmp_path: Path) -> Iterator[RunningServer]:
    """A server of the test's own, to act on, to kill and to freeze."""
    data = tmp_path / "data"
    shutil.copytree(prepared_data, data)
    server = RunningServer(data)
    server.start()
    yield server
    server.kill()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A fresh tab in Portuguese; an error on the page fails the test."""
    context = browser.new_context(locale="pt-BR", viewport={"width": 1440, "height": 900})
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    yield page
    context.close()
    assert errors == []


def open_live(page: Page, url: str) -> None:
    """Open a page of the dashboard and wait until it is live."""
    page.goto(url)
    expect(page.locator("[data-connection]")).to_have_attribute("data-connection", "live")
