"""What no client should send is refused, on both databases, and is no failure of the server."""

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import httpx
import pytest

from brasa.store.database import Database
from tests.integration.api.conftest import Api, Tenant
from tests.stores import Stores

Build = Callable[..., Awaitable[Tenant]]
JSON = {"Content-Type": "application/json"}


@pytest.fixture
async def database(stores: Stores) -> AsyncIterator[Database]:
    async with stores.fresh() as url:
        store = Database(url, pool_size=4)
        yield store
        await store.close()


@pytest.mark.parametrize(
    "body",
    [b"{", b'{"reason":"\xff"}', b"[" * 100_000, b'{"a":' * 100_000, b'{"reason":"\\ud800"}'],
    ids=["half", "not UTF-8", "deep list", "deep object", "half a character"],
)
async def test_a_body_that_cannot_be_read_is_refused(
    body: bytes, client: httpx.AsyncClient, tenant: Build
) -> None:
    there = await tenant()
    address = f"{there.path}/campaigns/{there.campaign}/pause"
    answer = await client.post(address, content=body, headers=JSON)
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, "bad_request")


@pytest.mark.parametrize(
    ("path", "field"),
    [
        ("executions?search=a%00b", "search"),
        ("executions?reason=%00", "reason"),
        ("logs?search=%00", "search"),
    ],
)
async def test_a_filter_with_a_nul_is_refused(
    path: str, field: str, client: httpx.AsyncClient, tenant: Build
) -> None:
    there = await tenant()
    answer = await client.get(f"{there.path}/{path}")
    assert answer.status_code == 422
    assert [one["field"] for one in answer.json()["error"]["fields"]] == [field]


@pytest.mark.parametrize(
    ("action", "body", "field"),
    [
        ("pause", {"reason": "a\0b"}, "reason"),
        ("stop", {"reason": "\0"}, "reason"),
        ("retry-failed", {"codes": ["131026", "a\0"]}, "codes"),
    ],
)
async def test_a_text_with_a_nul_changes_nothing(
    action: str, body: dict[str, Any], field: str, api: Api, tenant: Build
) -> None:
    there = await tenant()
    async with api.client() as client:
        answer = await client.post(f"{there.path}/campaigns/{there.campaign}/{action}", json=body)
    assert answer.status_code == 422
    assert [one["field"] for one in answer.json()["error"]["fields"]] == [field]
    assert api.said == []


async def test_text_with_anything_else_is_fine(api: Api, tenant: Build) -> None:
    there = await tenant()
    note = "linha\nde baixo\t'\"\\ %s {x} \u202e \U0001f525\n"
    async with api.client() as client:
        address = f"{there.path}/campaigns/{there.campaign}/pause"
        answer = await client.post(address, json={"reason": note})
        found = await client.get(f"{there.path}/logs", params={"search": "%s {x} \u202e"})
    assert answer.status_code == 200
    assert len(found.json()["items"]) == 1


@pytest.mark.parametrize("path", ["/" + "a" * 300, "/" + "a/" * 3_000, "/assets/" + "a" * 300])
async def test_an_address_longer_than_any_file_is_answered(
    path: str, client: httpx.AsyncClient
) -> None:
    assert (await client.get(path)).status_code in (200, 404)
