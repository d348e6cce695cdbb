"""The first load stays small, whatever is added later."""

import gzip

from playwright.sync_api import Page, Request

from tests.e2e.conftest import open_live
from tests.e2e.running import RunningServer

MOST = 200 * 1024


def test_the_first_page_costs_at_most_200_kib_compressed(
    page: Page, shared_server: RunningServer
) -> None:
    files: dict[str, int] = {}

    def weigh(request: Request) -> None:
        response = request.response()
        if response is None:
            return
        if response.ok and "/api/" not in response.url and "/socket.io/" not in response.url:
            body = response.body()
            packed = len(body) if response.url.endswith(".woff2") else len(gzip.compress(body, 9))
            files[response.url] = packed

    page.on("requestfinished", weigh)
    open_live(page, shared_server.url)
    page.wait_for_selector(".plot canvas")
    assert sum(files.values()) <= MOST, files


def test_a_deep_link_opens_the_page_it_names(page: Page, shared_server: RunningServer) -> None:
    bot = shared_server.get("/sessions")["items"][0]
    open_live(page, f"{shared_server.url}/bots/{bot['sessionId']}")
    assert bot["sessionName"] in page.locator("h1").inner_text()
