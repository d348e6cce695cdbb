"""No route tells a token anything of another organization; a new route is covered by itself."""

import re
from collections.abc import Awaitable, Callable

import pytest

from brasa.actions.unit import Work
from brasa.api.app import ApiSettings, create_app
from brasa.bus.local import LocalBus
from brasa.clock import SystemClock
from brasa.domain.access import AccessMode, Role
from brasa.store.access import Access
from brasa.store.database import Database
from tests.builders import Builders
from tests.integration.api.conftest import Api, Tenant

Build = Callable[..., Awaitable[Tenant]]
SECRET = "Segredo Alheio"


def _every_route() -> list[tuple[str, str]]:
    database = Database("sqlite+aiosqlite:///unused.db")
    work = Work(database, LocalBus(), SystemClock())
    app = create_app(work, Access(database, AccessMode.TOKEN), ApiSettings())
    return sorted(
        (method, route.path)
        for route in app.routes
        for method in getattr(route, "methods", ())
        if method != "OPTIONS" and route.path.startswith("/api/")
    )


ROUTES = _every_route()
BELOW_AN_ORGANIZATION = [one for one in ROUTES if "{organization_id:int}" in one[1]]


def _address(path: str, organization: int, tenant: Tenant) -> str:
    values = {
        "organization_id": organization,
        "campaign_id": tenant.campaign,
        "session_id": tenant.session,
        "execution_id": tenant.execution,
    }
    filled = re.sub(r"{(\w+):int}", lambda found: str(values[found[1]]), path)
    return filled + ("?action=pause" if path.endswith("/preview") else "")


def _body(path: str) -> dict[str, str] | None:
    return {"as": "failed"} if path.endswith("resolve-unknown") else None


def test_there_are_routes_to_check() -> None:
    assert len(BELOW_AN_ORGANIZATION) >= 18
    assert [one for one in ROUTES if one not in BELOW_AN_ORGANIZATION] == [("GET", "/api/v1/me")]


@pytest.mark.parametrize(("method", "path"), BELOW_AN_ORGANIZATION)
async def test_a_foreign_organization_is_forbidden(
    method: str, path: str, guarded: Api, tenant: Build, make: Builders
) -> None:
    theirs, mine = await tenant(SECRET), await tenant("Minha")
    token = await make.token(mine.organization)
    async with guarded.bearing(token) as client:
        address = _address(path, theirs.organization, theirs)
        foreign = await client.request(method, address, json=_body(path))
        missing = await client.request(method, _address(path, 999_999, theirs), json=_body(path))
    assert foreign.status_code == 403
    assert SECRET not in foreign.text
    # Whether an organization exists is nobody else's business.
    assert foreign.content == missing.content
    assert guarded.said == []


@pytest.mark.parametrize(("method", "path"), BELOW_AN_ORGANIZATION)
async def test_foreign_things_are_not_within_the_own_organization(
    method: str, path: str, guarded: Api, tenant: Build, make: Builders
) -> None:
    theirs, mine = await tenant(SECRET), await tenant("Minha")
    token = await make.token(mine.organization)
    async with guarded.bearing(token) as client:
        answer = await client.request(
            method, _address(path, mine.organization, theirs), json=_body(path)
        )
    assert SECRET not in answer.text
    named = path.count("{") > 1
    assert answer.status_code == (404 if named else 200), answer.text
    assert guarded.said == []


@pytest.mark.parametrize("name", ["executions", "logs", "throughput"])
@pytest.mark.parametrize("filter_", ["campaignId", "sessionId"])
async def test_a_foreign_filter_finds_nothing(
    name: str, filter_: str, guarded: Api, tenant: Build, make: Builders
) -> None:
    theirs, mine = await tenant(SECRET), await tenant("Minha")
    token = await make.token(mine.organization)
    foreign = theirs.campaign if filter_ == "campaignId" else theirs.session
    async with guarded.bearing(token) as client:
        answer = await client.get(f"{mine.path}/{name}", params={filter_: foreign})
    assert answer.status_code == 200
    assert SECRET not in answer.text
    if name != "throughput":
        assert answer.json()["items"] == []


@pytest.mark.parametrize(("method", "path"), ROUTES)
async def test_without_a_token_nothing_is_told(
    method: str, path: str, guarded: Api, tenant: Build
) -> None:
    there = await tenant(SECRET)
    for headers in ({}, {"Authorization": "Bearer wrong"}, {"Authorization": "Basic eA=="}):
        async with guarded.client(**headers) as client:
            address = _address(path, there.organization, there)
            answer = await client.request(method, address, json=_body(path))
        assert answer.status_code == 401
        assert answer.headers["www-authenticate"] == "Bearer"
        assert SECRET not in answer.text


@pytest.mark.parametrize(
    ("method", "path"), [one for one in BELOW_AN_ORGANIZATION if one[0] != "GET"]
)
async def test_who_may_only_look_changes_nothing(
    method: str, path: str, guarded: Api, tenant: Build, make: Builders
) -> None:
    mine = await tenant("Minha")
    token = await make.token(mine.organization, Role.VIEWER)
    async with guarded.bearing(token) as client:
        answer = await client.request(
            method, _address(path, mine.organization, mine), json=_body(path)
        )
    assert answer.status_code == 403
    assert answer.json()["error"]["code"] == "role_required"
    assert guarded.said == []


async def test_me_tells_of_the_own_organization_only(
    guarded: Api, tenant: Build, make: Builders
) -> None:
    await tenant(SECRET)
    mine = await tenant("Minha")
    token = await make.token(mine.organization, Role.OPERATOR)
    async with guarded.bearing(token) as client:
        me = (await client.get("/api/v1/me")).json()
    assert [one["name"] for one in me["organizations"]] == ["Minha"]
    assert (me["mode"], me["role"]) == ("token", "operator")
