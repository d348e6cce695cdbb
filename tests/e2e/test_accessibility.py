"""Every page passes axe (WCAG 2.2 A and AA) in both themes, and fits every width."""

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import open_live
from tests.e2e.running import ROOT, RunningServer

AXE = ROOT / "web/node_modules/axe-core/axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
THEMES = ["light", "dark"]
WIDTHS = [1440, 768, 390]
PAGES = ["/", "/campaigns", "campaign", "/bots", "bot", "/executions", "/logs", "/wall", "/nowhere"]


def address(server: RunningServer, name: str) -> str:
    """The address of a page; of a campaign or a bot, the first one there is."""
    if name == "campaign":
        return f"{server.url}/campaigns/{server.get('/campaigns')['items'][0]['campaignId']}"
    if name == "bot":
        return f"{server.url}/bots/{server.get('/sessions')['items'][0]['sessionId']}"
    return server.url + name


def open_page(page: Page, server: RunningServer, name: str) -> None:
    open_live(page, address(server, name))
    expect(page.locator(".empty[role=status]")).to_have_count(0)


@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing_in_either_theme_and_no_width_scrolls_sideways(
    page: Page, shared_server: RunningServer, name: str
) -> None:
    open_page(page, shared_server, name)
    for theme in THEMES:
        page.evaluate("theme => { document.documentElement.dataset.theme = theme }", theme)
        assert violations(page) == [], theme
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        assert overflow(page) <= 0, width


def test_axe_finds_nothing_in_a_dialog(page: Page, shared_server: RunningServer) -> None:
    campaign = shared_server.campaign("active")
    open_live(page, f"{shared_server.url}/campaigns/{campaign['campaignId']}")
    page.get_by_role("button", name="Pausar", exact=True).click()
    expect(page.get_by_role("dialog")).to_contain_text("esperando")
    assert violations(page) == []


@pytest.mark.parametrize(("button", "name"), [("Ir para", "Ir para"), ("Visões", "Visões")])
def test_axe_finds_nothing_in_what_opens_over_a_page(
    page: Page, shared_server: RunningServer, button: str, name: str
) -> None:
    open_page(page, shared_server, "/executions")
    page.get_by_role("button", name=button).click()
    expect(page.get_by_role("dialog", name=name)).to_be_visible()
    for theme in THEMES:
        page.evaluate("theme => { document.documentElement.dataset.theme = theme }", theme)
        assert violations(page) == [], theme


def violations(page: Page) -> list[str]:
    """What axe objects to, each with the elements concerned."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text())  # As a script tag the page's own policy would refuse it.
    found = page.evaluate(
        "rules => axe.run(document, {runOnly: {type: 'tag', values: rules}})", RULES
    )
    return [
        f"{one['id']}: {[node['html'][:120] for node in one['nodes'][:3]]}"
        for one in found["violations"]
    ]


def overflow(page: Page) -> int:
    """How far the page scrolls sideways, px."""
    wide: int = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    return wide


def test_the_keyboard_reaches_the_content_first(page: Page, shared_server: RunningServer) -> None:
    open_live(page, shared_server.url)
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Ir para o conteúdo")
    expect(skip).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#content")).to_be_focused()
