"""What the OpenAPI document allows, and much that it does not, is answered without a 5xx."""

import asyncio
import shutil
import socket
import threading
from collections.abc import Iterator
from pathlib import Path
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
from tests.builders import Builders, store_at
from tests.integration.api.conftest import Api

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
    await make.database.close()


@pytest.fixture(scope="module")
def served(migrated: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a real server with something in it, in a thread of its own."""
    path = shutil.copy(migrated, tmp_path_factory.mktemp("fuzzed"))
    asyncio.run(_fill(Builders(store_at(path))))
    store = store_at(path)
    api = Api(store, AccessMode.OPEN)
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    listener.listen()
    server = _Server(uvicorn.Config(api.app, log_level="critical", lifespan="off"))
    thread = threading.Thread(target=server.run, args=([listener],))
    thread.start()
    yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    server.should_exit = True
    thread.join()
    asyncio.run(store.close())


@schema.parametrize()
@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
def test_no_request_breaks_the_server(case: schemathesis.Case[Any], served: str) -> None:
    case.path_parameters = dict.fromkeys(case.path_parameters or {}, 1)
    case.call_and_validate(base_url=served, checks=[not_a_server_error])
