"""Where a token is asked for, it opens the dashboard, as far as its role goes."""

import shutil
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.e2e.running import RunningServer, brasa
from tests.e2e.test_accessibility import violations


def test_a_viewer_signs_in_and_watches_without_acting(
    page: Page, prepared_data: Path, tmp_path: Path
) -> None:
    data = tmp_path / "data"
    shutil.copytree(prepared_data, data)
    token = brasa(data, "token", "create", "mural", "--role", "viewer").split()[0]
    server = RunningServer(data, access="token")
    server.start()
    try:
        watch(page, server, token)
    finally:
        server.kill()


def watch(page: Page, server: RunningServer, token: str) -> None:
    page.goto(f"{server.url}/campaigns/1")
    field = page.get_by_label("Token de acesso")
    field.fill("errado")
    field.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("não foi aceito")
    assert violations(page) == []
    field.fill(token)
    field.press("Enter")
    expect(page.locator("[data-connection=live]")).to_be_visible()
    expect(page.get_by_role("button", name="Encerrar")).to_be_disabled()
    page.get_by_role("button", name="Ajustes").click()
    expect(page.get_by_role("dialog", name="Ajustes")).to_contain_text("Só leitura")
