"""The whole application, as it is served, over a real store, with a client in memory."""

from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any, cast

import httpx
import pytest

from brasa.actions.unit import Work
from brasa.api.app import ApiSettings, create_app
from brasa.api.asgi import ASGIApp
from brasa.api.headers import Headers
from brasa.api.origin import LocalOnly
from brasa.bus.base import Envelope
from brasa.bus.local import LocalBus
from brasa.clock import SystemClock
from brasa.domain.access import AccessMode
from brasa.store.access import Access
from brasa.store.database import Database
from tests.builders import Builders

WEB = {
    "index.html": "<!doctype html><title>painel</title>",
    "assets/index-B1a2c3d4.js": "console.log(1)",
    "icon.svg": "<svg/>",
}


class Api:
    """A served application; `said` is what it published."""

    def __init__(self, database: Database, mode: AccessMode, web: Path | None = None) -> None:
        bus = LocalBus()
        self.said: list[Envelope] = []
        bus.subscribe(self.said.extend)
        self.work = Work(database, bus, SystemClock())
        settings = ApiSettings(web=web)
        self.litestar = create_app(self.work, Access(database, mode), settings)
        self.app: Any = LocalOnly(Headers(cast("ASGIApp", self.litestar)), mode)

    def client(self, peer: str = "127.0.0.1", **headers: str) -> httpx.AsyncClient:
        transport = httpx.ASGITransport(self.app, raise_app_exceptions=False, client=(peer, 5000))
        return httpx.AsyncClient(
            transport=transport, base_url="http://localhost:4000", headers=headers
        )

    def bearing(self, token: str) -> httpx.AsyncClient:
        return self.client(Authorization=f"Bearer {token}")

    def events(self, name: str) -> list[Any]:
        return [e.payload for e in self.said if e.event == name]


@pytest.fixture
def web(tmp_path: Path) -> Path:
    folder = tmp_path / "web"
    for name, text in WEB.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    return folder


@pytest.fixture
def api(database: Database, web: Path) -> Api:
    return Api(database, AccessMode.OPEN, web)


@pytest.fixture
def guarded(database: Database) -> Api:
    return Api(database, AccessMode.TOKEN)


@pytest.fixture
async def client(api: Api) -> AsyncIterator[httpx.AsyncClient]:
    async with api.client() as client:
        yield client


class Tenant:
    """An organization with something of everything."""

    def __init__(self, organization: int, session: int, campaign: int, execution: int) -> None:
        self.organization = organization
        self.session = session
        self.campaign = campaign
        self.execution = execution
        self.path = f"/api/v1/organizations/{organization}"


@pytest.fixture
def tenant(make: Builders) -> Callable[..., Any]:
    async def build(name: str = "", **campaign: Any) -> Tenant:
        organization = await make.organization(name)
        session = await make.session(organization, f"sessão de {name}" if name else "")
        made = await make.campaign(
            organization, [session], f"campanha de {name}" if name else "", **campaign
        )
        [execution, *_] = await make.executions(made, session, 4)
        for state in ("delivered", "failed", "unknown", "pending", "skipped"):
            await make.executions(made, session, 3, state=state, error_code=_code(state))
        await make.logs(made, 5)
        return Tenant(organization, session, made, execution)

    return build


def _code(state: str) -> str | None:
    return "131026" if state in ("failed", "unknown", "skipped") else None
