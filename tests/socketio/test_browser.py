"""The stock client in a real browser."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Page, async_playwright

from brasa.socketio.asgi import Receive, Scope, Send, respond, serve_lifespan
from tests.socketio.everything import EXPECTED, build
from tests.socketio.programs import CLIENTS
from tests.socketio.serving import serving_app
from tests.tools import require_node_modules, require_tool
from tools import chromium

FILES = {
    "/": (CLIENTS / "page.html", b"text/html; charset=utf-8"),
    "/socket.io.js": (
        CLIENTS / "node_modules" / "client-4.8" / "dist" / "socket.io.js",
        b"text/javascript",
    ),
}


async def static(scope: Scope, receive: Receive, send: Send) -> None:
    """The page and the client's own bundle."""
    if scope["type"] == "lifespan":
        await serve_lifespan(receive, send)
        return
    file, content_type = FILES.get(scope["path"], (None, b"text/plain"))
    body = await asyncio.to_thread(file.read_bytes) if file is not None else b""
    await respond(send, 200 if file else 404, body, [(b"content-type", content_type)])


@pytest.fixture
async def page() -> AsyncIterator[Page]:
    require_tool(chromium.PATH)
    require_node_modules(CLIENTS)
    sio = build(ping_interval=0.5, ping_timeout=2.0)
    async with (
        serving_app(sio.asgi(static), sio.protocol()) as port,
        async_playwright() as playwright,
    ):
        browser = await playwright.chromium.launch(
            executable_path=chromium.PATH, args=chromium.FLAGS
        )
        page = await browser.new_page()
        await page.goto(f"http://127.0.0.1:{port}/")
        yield page
        await browser.close()
        await sio.shutdown(0.2)


async def test_websocket_polling_and_upgrade_in_a_browser(page: Page) -> None:
    expected = {key: EXPECTED[key] for key in EXPECTED if key not in ("refused", "other")}
    for kind in ("websocket", "polling", "polling+websocket"):
        seen = await asyncio.wait_for(page.evaluate("kind => run(kind)", kind), 20)
        assert seen.pop("transport") == kind.split("+")[-1]
        assert seen.pop("recovered") is True
        assert seen == expected
