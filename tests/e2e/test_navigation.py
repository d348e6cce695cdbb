"""From anywhere to anything: the palette, keys, saved views, and the charts' columns."""

import re

from playwright.sync_api import Page, expect

from tests.e2e.conftest import open_live
from tests.e2e.running import RunningServer


def test_the_palette_opens_a_bot_by_its_name(page: Page, shared_server: RunningServer) -> None:
    bot = shared_server.get("/sessions")["items"][0]
    open_live(page, shared_server.url)
    page.keyboard.press("Control+k")
    field = page.get_by_role("combobox", name="Ir para")
    expect(field).to_be_focused()
    field.fill(bot["sessionName"].lower())
    expect(page.get_by_role("option", name=bot["sessionName"])).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text(bot["sessionName"])
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page).to_have_title(f"{bot['sessionName']} · Brasa")


def test_g_and_a_letter_go_to_a_page_but_not_while_typing(
    page: Page, shared_server: RunningServer
) -> None:
    open_live(page, shared_server.url)
    page.keyboard.press("g")
    page.keyboard.press("l")
    expect(page).to_have_url(f"{shared_server.url}/logs")
    page.get_by_label("Buscar").press_sequentially("gb")
    expect(page).to_have_url(f"{shared_server.url}/logs?search=gb")


def test_filters_are_kept_under_a_name(page: Page, shared_server: RunningServer) -> None:
    address = f"{shared_server.url}/executions"
    open_live(page, address)
    page.get_by_label("Estado").select_option("failed")
    page.get_by_role("button", name="Visões").click()
    page.get_by_label("Guardar estes filtros como").fill("Só as falhas")
    page.get_by_role("button", name="Guardar", exact=True).click()
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Limpar filtros").click()
    expect(page).to_have_url(address)
    page.reload()
    page.get_by_role("button", name="Visões").click()
    page.get_by_role("link", name="Só as falhas").click()
    expect(page).to_have_url(f"{address}?state=failed")


def test_a_column_of_the_chart_opens_the_executions_it_counts(
    page: Page, shared_server: RunningServer
) -> None:
    open_live(page, shared_server.url)
    page.get_by_role("button", name="24 horas").click()
    page.locator(".plot canvas").wait_for()
    page.get_by_role("button", name="Ver como tabela").click()
    page.locator(".chart-table tbody tr").nth(1).get_by_role("button").click()
    expect(page).to_have_url(re.compile(r"/executions\?since=.*&until="))
    expect(page.locator(".chip")).to_contain_text(":00")
    page.locator(".chip").click()
    expect(page).to_have_url(f"{shared_server.url}/executions")
