"""What is done to a campaign is counted before, reported after, and can be taken back."""

from pathlib import Path

from playwright.sync_api import Page, Request, expect

from tests.e2e.conftest import open_live
from tests.e2e.running import RunningServer, brasa

NEW_CAMPAIGN = """
name = "nova"
daily_target = 100
sessions = ["Plantão 1", "Plantão 2"]
[internal]
templates = ["Oi, {{ nome }}!"]
"""


def open_campaign(page: Page, server: RunningServer, campaign_id: str) -> None:
    open_live(page, f"{server.url}/campaigns/{campaign_id}")


def test_a_campaign_is_paused_with_a_reason_and_resumed(
    page: Page, brasa_server: RunningServer
) -> None:
    campaign = brasa_server.campaign("active")
    open_campaign(page, brasa_server, campaign["campaignId"])
    page.get_by_role("button", name="Pausar", exact=True).click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("esperando")
    dialog.get_by_label("Motivo (opcional)").fill("revisar o texto")
    dialog.get_by_role("button", name="Pausar").click()
    expect(page.locator("h1")).to_contain_text("Pausada")
    assert brasa_server.campaign("paused")
    page.get_by_role("button", name="Retomar", exact=True).click()
    page.get_by_role("dialog").get_by_role("button", name="Retomar").click()
    expect(page.locator("h1")).not_to_contain_text("Pausada")


def test_a_new_campaign_is_started_and_an_ended_one_cannot_be(
    page: Page, brasa_server: RunningServer, tmp_path: Path
) -> None:
    file = tmp_path / "nova.toml"
    file.write_text(NEW_CAMPAIGN, encoding="utf-8")
    brasa(brasa_server.data, "campaign", "create", str(file))
    open_campaign(page, brasa_server, brasa_server.campaign_named("nova")["campaignId"])
    expect(page.get_by_role("button", name="Pausar", exact=True)).to_have_count(0)
    page.get_by_role("button", name="Iniciar", exact=True).click()
    page.get_by_role("dialog").get_by_role("button", name="Iniciar").click()
    expect(page.locator("h1")).to_contain_text("Ativa")
    brasa(brasa_server.data, "campaign", "stop", "nova")
    expect(page.locator("h1")).to_contain_text("Encerrada")
    expect(page.get_by_role("button", name="Iniciar", exact=True)).to_have_count(0)


def test_a_pause_can_be_undone(page: Page, brasa_server: RunningServer) -> None:
    campaign = brasa_server.campaign("active")
    open_campaign(page, brasa_server, campaign["campaignId"])
    page.get_by_role("button", name="Pausar", exact=True).click()
    page.get_by_role("dialog").get_by_role("button", name="Pausar").click()
    expect(page.locator("h1")).to_contain_text("Pausada")
    page.get_by_role("button", name="Desfazer").click()
    expect(page.locator("h1")).not_to_contain_text("Pausada")


def test_an_end_that_was_taken_back_in_time_never_happens(
    page: Page, brasa_server: RunningServer
) -> None:
    campaign = brasa_server.campaign("active")
    open_campaign(page, brasa_server, campaign["campaignId"])
    posts: list[str] = []

    def note(request: Request) -> None:
        if request.method == "POST":
            posts.append(request.url)

    page.on("request", note)
    page.clock.install()
    page.get_by_role("button", name="Encerrar").click()
    page.get_by_role("dialog").get_by_role("button", name="Encerrar").click()
    page.get_by_role("button", name="Desfazer").click()
    expect(page.get_by_text("em instantes")).to_have_count(0)
    page.clock.fast_forward(10_000)  # Longer than the grace: nothing was sent when it was over.
    assert [url for url in posts if url.endswith("/stop")] == []


def test_what_failed_is_counted_and_sent_again(page: Page, brasa_server: RunningServer) -> None:
    campaign = brasa_server.failing_campaign()
    open_campaign(page, brasa_server, campaign["campaignId"])
    page.get_by_role("button", name="Repetir falhas").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("à fila")
    dialog.get_by_role("button", name="Repetir falhas").click()
    expect(page.locator(".toasts")).to_contain_text("à fila")


def test_each_number_of_the_funnel_leads_to_its_recipients(
    page: Page, shared_server: RunningServer
) -> None:
    campaign = shared_server.failing_campaign()
    open_campaign(page, shared_server, campaign["campaignId"])
    page.get_by_role("link", name="Entregues").click()
    expect(page).to_have_url(
        f"{shared_server.url}/executions?campaign={campaign['campaignId']}&reached=delivered"
    )
    expect(page.get_by_label("Estado")).to_have_value("reached:delivered")
