"""What surrounds the routes: foreign pages kept out, health checks, documentation, the web app."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

import httpx
import pytest

from brasa.api.app import ApiSettings, create_app
from brasa.domain.access import AccessMode
from brasa.store.access import Access
from brasa.store.database import Database
from tests.integration.api.conftest import WEB, Api, Tenant

Build = Callable[..., Awaitable[Tenant]]


@pytest.mark.parametrize(
    ("headers", "code"),
    [
        ({"Host": "evil.example"}, "host_not_allowed"),
        ({"Host": "evil.example:4000"}, "host_not_allowed"),
        ({"Host": "localhost.evil.example"}, "host_not_allowed"),
        ({"Host": ""}, "host_not_allowed"),
        ({"Origin": "https://evil.example"}, "origin_not_allowed"),
        ({"Origin": "http://localhost.evil.example:4000"}, "origin_not_allowed"),
        ({"Origin": "http://evil.example/localhost"}, "origin_not_allowed"),
        ({"Origin": "http://localhost:4000@evil.example"}, "origin_not_allowed"),
        ({"Origin": "null"}, "origin_not_allowed"),
        ({"Origin": "http://[broken"}, "origin_not_allowed"),
    ],
)
async def test_a_foreign_page_neither_reads_nor_writes(
    headers: dict[str, str], code: str, api: Api, tenant: Build
) -> None:
    there = await tenant()
    address = f"{there.path}/campaigns/{there.campaign}"
    async with api.client(**headers) as client:
        for method, path in [("GET", address), ("POST", f"{address}/stop"), ("GET", "/")]:
            answer = await client.request(method, path)
            assert (answer.status_code, answer.json()["error"]["code"]) == (403, code)
            assert "access-control-allow-origin" not in answer.headers
    assert api.said == []


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Host": "127.0.0.1:4000"},
        {"Host": "[::1]:4000"},
        {"Origin": "http://localhost:5173"},
        {"Origin": "http://127.0.0.1:4000"},
    ],
)
async def test_pages_of_this_machine_may(headers: dict[str, str], api: Api) -> None:
    async with api.client(**headers) as client:
        assert (await client.get("/api/v1/me")).status_code == 200


async def test_without_tokens_another_machine_may_not(api: Api) -> None:
    async with api.client(peer="192.0.2.7") as client:
        assert (await client.get("/api/v1/me")).json()["error"]["code"] == "not_local"
    async with api.client(peer="::1") as client:
        assert (await client.get("/api/v1/me")).status_code == 200


async def test_every_answer_has_an_id_and_is_safe_in_a_browser(api: Api) -> None:
    async with api.client() as client:
        for path in ("/", "/api/v1/me", "/api/v1/nothing", "/healthz", "/docs"):
            answer = await client.get(path, headers={"X-Request-Id": "proxy-7"})
            assert answer.headers["x-request-id"] == "proxy-7"
            assert answer.headers["x-content-type-options"] == "nosniff"
            assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
        odd = await client.get("/healthz", headers={"X-Request-Id": "a b;c"})
        assert odd.headers["x-request-id"] != "a b;c"


async def test_it_says_whether_it_is_alive_and_ready(api: Api, database: Database) -> None:
    async with api.client() as client:
        assert (await client.get("/healthz")).json() == {"status": "ok"}
        assert (await client.get("/readyz")).json() == {"status": "ok", "failing": []}
        assert (await client.get("/metrics")).status_code == 200

    async def raises() -> bool:
        raise OSError

    async def hangs() -> bool:
        await asyncio.Event().wait()
        return True

    checks = {"engine": raises, "bus": hangs}
    access = Access(database, AccessMode.OPEN)
    api.app = create_app(api.work, access, ApiSettings(), checks=checks)
    async with api.client() as client:
        answer = await client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json() == {"status": "failing", "failing": ["engine", "bus"]}


async def test_the_documentation_needs_nothing_from_afar(client: httpx.AsyncClient) -> None:
    document = (await client.get("/openapi.json")).json()
    assert document["openapi"].startswith("3.1")
    page = await client.get("/docs")
    about = page.text.partition('id="ExecutionState"')[2].partition("</details>")[0]
    assert "<code>scheduled</code> | <code>sending</code>" in about
    assert page.headers["content-type"].startswith("text/html")
    assert "<script" not in page.text
    assert "src=" not in page.text
    for path in document["paths"]:
        assert path in page.text


async def test_every_operation_has_a_name_of_its_own(client: httpx.AsyncClient) -> None:
    document = (await client.get("/openapi.json")).json()
    names = [op["operationId"] for item in document["paths"].values() for op in item.values()]
    assert len(names) == len(set(names))
    assert {"listCampaigns", "retryFailed", "getHealthHistory"} <= set(names)


async def test_the_web_app_is_served_with_its_addresses(client: httpx.AsyncClient) -> None:
    for path in ("/", "/campanhas/7", "/sessions", "/index.html"):
        answer = await client.get(path)
        assert (answer.status_code, answer.text) == (200, WEB["index.html"])
        assert answer.headers["cache-control"] == "no-cache"
    hashed = await client.get("/assets/index-B1a2c3d4.js")
    assert "immutable" in hashed.headers["cache-control"]
    assert "javascript" in hashed.headers["content-type"]
    icon = await client.get("/icon.svg")
    assert icon.headers["content-type"].startswith("image/svg+xml")
    assert icon.headers["cache-control"] == "no-cache"


@pytest.mark.parametrize(
    "path",
    [
        "/assets/missing.js",
        "/missing.png",
        "/api/v1/nothing",
        "/api/v2",
        "/socket.io/x",
        "/..%2f..%2fetc%2fpasswd.txt",
        "/%2e%2e/%2e%2e/brasa.db",
        "/assets/%00.js",
    ],
)
async def test_what_is_not_there_is_not_a_page(path: str, client: httpx.AsyncClient) -> None:
    answer = await client.get(path)
    assert answer.status_code == 404
    assert answer.json()["error"]["code"] == "not_found"


@pytest.mark.parametrize("folder", [None, Path("/does/not/exist")])
async def test_without_a_built_app_it_says_how_to_build_it(
    folder: Path | None, database: Database
) -> None:
    async with Api(database, AccessMode.OPEN, folder).client() as client:
        answer = await client.get("/")
    assert answer.status_code == 503
    assert "make web" in answer.text


async def test_a_file_outside_the_folder_is_not_served(web: Path, database: Database) -> None:
    (web.parent / "secret.txt").write_text("segredo")
    (web / "link.txt").symlink_to(web.parent / "secret.txt")
    async with Api(database, AccessMode.OPEN, web).client() as client:
        for path in ("/link.txt", "/..%2fsecret.txt"):
            assert (await client.get(path)).status_code == 404


async def test_what_fails_inside_stays_inside(
    api: Api, client: httpx.AsyncClient, tenant: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = await tenant()

    async def broken(*_: object) -> None:
        raise RuntimeError("segredo do servidor")

    monkeypatch.setattr("brasa.api.routes.campaigns.some", broken)
    answer = await client.get(f"{there.path}/campaigns")
    assert answer.status_code == 500
    assert answer.json()["error"]["code"] == "internal"
    assert "segredo" not in answer.text
