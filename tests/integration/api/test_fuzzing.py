"""What the OpenAPI document allows, and much that it does not, is answered without a 5xx."""

import asyncio
import socket
import threading
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
import uvicorn
from hypothesis import HealthCheck, settings
from schemathesis.checks import not_a_server_error

from brasa.actions.unit import Work
from brasa.api.app import ApiSettings, create_app
from brasa.api.openapi import document
from brasa.bus.local import LocalBus
from brasa.clock import SystemClock
from brasa.domain.access import AccessMode
from brasa.store.access import Access
from brasa.store.database import Database
from tests.builders import Builders, store_at
from tests.integration.api.conftest import Api
from tests.stores import Stores

_unused = store_at("unused.db")
_described = create_app(
    Work(_unused, LocalBus(), SystemClock()), Access(_unused, AccessMode.OPEN), ApiSettings()
)
schema = schemathesis.openapi.from_dict(document(_described))


class _Server(uvicorn.Server):
    def install_signal_handlers(self) -> None:
        """Signals belong to the test run."""


async def _fill(make: Builders) -> None:
    organization = await make.organization()
    session = await make.session(organization)
    campaign = await make.campaign(organization, [session])
    for state in ("sent", "failed", "unknown", "pending"):
        await make.executions(campaign, session, 2, state=state)
    await make.logs(campaign, 3)


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def served(request: pytest.FixtureRequest) -> Iterator[str]:
    """The address of a real server with something in it, in a thread of its own."""
    stores: Stores = request.getfixturevalue(f"{request.param}_stores")
    config = uvicorn.Config("of the store", log_level="critical", lifespan="off")
    server = _Server(config)
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    listener.listen()

    async def serve() -> None:
        async with stores.fresh() as url:
            store = Database(url, pool_size=4)
            await _fill(Builders(store))
            config.app = Api(store, AccessMode.OPEN).app
            await server.serve([listener])
            await store.close()

    thread = threading.Thread(target=asyncio.run, args=(serve(),))
    thread.start()
    yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    server.should_exit = True
    thread.join()


@schema.parametrize()
@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
def test_no_request_breaks_the_server(case: schemathesis.Case[Any], served: str) -> None:
    case.path_parameters = dict.fromkeys(case.path_parameters or {}, 1)
    case.call_and_validate(base_url=served, checks=[not_a_server_error])
