"""The dashboard says how live it is, and is right."""

import time

from playwright.sync_api import Page, expect

from tests.e2e.conftest import open_live
from tests.e2e.running import RunningServer, brasa
from tests.e2e.test_accessibility import violations

NOTICED_WITHIN = 2.0
# The package's DEFAULT_PING_MS and DEFAULT_STALE_MS, and a beat more.
ASKED_WITHIN_MS = 5_000
STALE_AFTER_MS = 9_000


def test_the_overview_goes_live_and_shows_every_campaign(
    page: Page, shared_server: RunningServer
) -> None:
    open_live(page, shared_server.url)
    for campaign in shared_server.get("/campaigns")["items"][:8]:
        expect(page.get_by_role("link", name=campaign["name"]).first).to_be_visible()
    expect(page.get_by_text("último evento há")).to_be_visible()


def test_new_log_lines_appear_by_themselves(page: Page, shared_server: RunningServer) -> None:
    open_live(page, shared_server.url)
    newest = page.locator(".tail li").first
    before = newest.inner_text()
    expect(newest).not_to_have_text(before, timeout=15_000)


def test_a_killed_server_is_noticed_within_two_seconds_and_the_page_dims(
    page: Page, brasa_server: RunningServer
) -> None:
    open_live(page, brasa_server.url)
    killed = time.monotonic()
    brasa_server.kill()
    expect(page.locator("[data-connection=reconnecting]")).to_be_visible()
    assert time.monotonic() - killed < NOTICED_WITHIN
    expect(page.locator("main.untrusted")).to_be_visible()
    expect(page.get_by_role("alert")).to_contain_text("A conexão caiu")
    assert violations(page) == []


def test_a_chart_that_could_not_be_fetched_is_drawn_when_the_connection_is_back(
    page: Page, brasa_server: RunningServer
) -> None:
    page.route("**/plot-*", lambda route: route.abort())
    with page.expect_event("requestfailed", lambda request: "/plot-" in request.url):
        open_live(page, brasa_server.url)
    page.unroute("**/plot-*")
    brasa_server.kill()
    expect(page.locator("[data-connection=reconnecting]")).to_be_visible()
    expect(page.locator(".plot canvas")).to_have_count(0)
    brasa_server.start()
    expect(page.locator(".plot canvas").first).to_be_visible(timeout=15_000)


def test_on_return_it_recovers_without_a_reload_and_no_line_is_missing_or_repeated(
    page: Page, brasa_server: RunningServer
) -> None:
    open_live(page, f"{brasa_server.url}/logs")
    page.evaluate("window.notReloaded = true")
    brasa_server.kill()
    expect(page.locator("[data-connection=reconnecting]")).to_be_visible()
    # Written while nobody serves: only what is fetched afterwards can show it.
    brasa(brasa_server.data, "campaign", "pause", "Linha com falhas")
    brasa_server.start()
    expect(page.locator("[data-connection=live]")).to_be_visible(timeout=15_000)
    expect(page.locator("main.untrusted")).to_have_count(0)
    assert page.evaluate("window.notReloaded") is True
    expect(page.locator(".log-row", has_text="Campanha pausada")).to_have_count(1)
    shown = page.locator(".log-row").evaluate_all("rows => rows.map((row) => row.innerText)")
    assert len(shown) == len(set(shown))
    kept = {line["message"] for line in brasa_server.get("/logs?limit=200")["items"]}
    assert {message for message in kept if not any(message in row for row in shown)} == set()


def test_nothing_can_be_done_while_offline(page: Page, brasa_server: RunningServer) -> None:
    campaign = brasa_server.campaign("active")
    open_live(page, f"{brasa_server.url}/campaigns/{campaign['campaignId']}")
    pause = page.get_by_role("button", name="Pausar", exact=True)
    expect(pause).to_be_enabled()
    # What the page loads late is there, so that its absence is not what fails afterwards.
    page.wait_for_load_state("networkidle")
    brasa_server.kill()
    expect(pause).to_be_disabled()


def test_a_server_that_stops_answering_is_said_to_be_stale(
    page: Page, brasa_server: RunningServer
) -> None:
    page.clock.install()
    open_live(page, brasa_server.url)
    brasa_server.freeze()
    # The page's clock runs ahead: it asks, and after the longest wait it allows it says so.
    page.clock.fast_forward(ASKED_WITHIN_MS)
    page.clock.fast_forward(STALE_AFTER_MS)
    expect(page.locator("[data-connection=stale]")).to_be_visible()
    expect(page.locator("main.untrusted")).to_be_visible()
    brasa_server.thaw()
    expect(page.locator("[data-connection=live]")).to_be_visible()


def test_the_screen_can_be_held_still(page: Page, shared_server: RunningServer) -> None:
    open_live(page, shared_server.url)
    page.get_by_role("button", name="Pausar a tela").click()
    expect(page.locator("[data-connection=paused]")).to_be_visible()
    page.get_by_role("alert").get_by_role("button", name="Retomar a tela").click()
    expect(page.locator("[data-connection=live]")).to_be_visible()
