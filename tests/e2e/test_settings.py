"""Language and theme are a person's choice, and last."""

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import open_live
from tests.e2e.running import RunningServer


@pytest.mark.parametrize(
    ("choice", "heading"), [("English", "Needs attention"), ("Português", "Precisa de atenção")]
)
def test_both_languages(
    page: Page, shared_server: RunningServer, choice: str, heading: str
) -> None:
    open_live(page, shared_server.url)
    page.get_by_role("button", name="Ajustes").click()
    page.get_by_role("button", name=choice).click()
    expect(page.get_by_role("heading", name=heading)).to_be_visible()
    page.reload()
    expect(page.get_by_role("heading", name=heading)).to_be_visible()


@pytest.mark.parametrize(
    ("choice", "background"), [("Escuro", "rgb(21, 18, 16)"), ("Claro", "rgb(246, 242, 236)")]
)
def test_both_themes(
    page: Page, shared_server: RunningServer, choice: str, background: str
) -> None:
    open_live(page, shared_server.url)
    page.get_by_role("button", name="Ajustes").click()
    page.get_by_role("button", name=choice, exact=True).click()
    expect(page.locator("html")).to_have_css("background-color", background)
    page.reload()
    expect(page.locator("html")).to_have_css("background-color", background)


def test_the_time_zone_is_named(page: Page, shared_server: RunningServer) -> None:
    open_live(page, shared_server.url)
    page.get_by_role("button", name="Ajustes").click()
    expect(page.get_by_role("dialog", name="Ajustes")).to_contain_text("GMT")
