"""The log can be read while it runs."""

from playwright.sync_api import Page, expect

from tests.e2e.conftest import open_live
from tests.e2e.running import RunningServer


def test_levels_and_words_narrow_the_log_and_live_in_the_address(
    page: Page, shared_server: RunningServer
) -> None:
    open_live(page, f"{shared_server.url}/logs")
    expect(page.locator(".log-row").first).to_be_visible()
    page.get_by_role("button", name="Info", exact=True).click()
    expect(page).to_have_url(f"{shared_server.url}/logs?levels=info")
    expect(page.locator(".log-row.error, .log-row.warning")).to_have_count(0)
    page.get_by_label("Buscar").fill("processamento concluido")
    expect(page).to_have_url(f"{shared_server.url}/logs?levels=info&search=processamento+concluido")
    rows = page.locator(".log-row .log-message")
    expect(rows.first).to_contain_text("Processamento concluído")
    page.reload()
    expect(page.get_by_label("Buscar")).to_have_value("processamento concluido")


def test_a_search_is_never_a_pattern(page: Page, shared_server: RunningServer) -> None:
    open_live(page, f"{shared_server.url}/logs")
    page.get_by_label("Buscar").fill("(.*[")
    expect(page.get_by_text("Nenhuma linha com esses filtros.")).to_be_visible()


def test_a_paused_log_counts_what_arrives(page: Page, shared_server: RunningServer) -> None:
    open_live(page, f"{shared_server.url}/logs")
    expect(page.locator(".log-row").first).to_be_visible()
    page.get_by_role("button", name="Pausar", exact=True).click()
    fresh = page.locator(".log-fresh")
    expect(fresh).to_contain_text("↓", timeout=15_000)
    fresh.click()
    expect(fresh).to_have_count(0)


def test_a_line_has_a_link_that_leads_back_to_it(page: Page, shared_server: RunningServer) -> None:
    open_live(page, f"{shared_server.url}/logs")
    # Only stored lines have links, and a beginning is always stored.
    row = page.locator(".log-row", has_text="Campanha iniciada").first
    message = row.locator(".log-message").inner_text()
    row.click()
    page.get_by_role("dialog").get_by_role("button", name="Copiar link").click()
    link = page.evaluate("navigator.clipboard.readText()")
    open_live(page, link)
    expect(page.locator(".log-row.linked .log-message")).to_have_text(message)
    page.get_by_role("button", name="Voltar ao vivo").click()
    expect(page.locator(".log-row.linked")).to_have_count(0)


def test_the_lines_on_screen_can_be_exported(page: Page, shared_server: RunningServer) -> None:
    open_live(page, f"{shared_server.url}/logs")
    expect(page.locator(".log-row").first).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("button", name="Exportar").click()
    text = download.value.path().read_text()
    assert text.count("\n") > 10
    assert download.value.suggested_filename.endswith(".ndjson")
