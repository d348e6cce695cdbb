"""The application: routes, who may call them, and what they are given."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec
from litestar import Litestar, Request, Router
from litestar.di import Provide
from prometheus_client import CollectorRegistry

from brasa.actions.unit import Work
from brasa.api.auth import identify, reach_organization
from brasa.api.errors import HANDLERS
from brasa.api.openapi import openapi_config, openapi_json
from brasa.api.pages import WebApp, page_routes
from brasa.api.readiness import Check, Readiness, store_is_current
from brasa.api.request import ApiRequest
from brasa.api.routes import campaigns, history, me, operations, sessions
from brasa.domain.access import Identity
from brasa.domain.health import HealthSettings
from brasa.store.access import Access
from brasa.store.organizations import Organization

MAX_BODY = 1 << 20


class ApiSettings(msgspec.Struct, frozen=True):
    """What the API is told: the built web app's folder (None or missing: a page that says how to
    build it), the length of a tick in seconds, and how health is judged."""

    web: Path | None = None
    tick_seconds: float = 10.0
    health: HealthSettings = HealthSettings()


def create_app(
    work: Work,
    access: Access,
    settings: ApiSettings,
    *,
    registry: CollectorRegistry | None = None,
    checks: Mapping[str, Check] | None = None,
) -> Litestar:
    """The REST API under `/api/v1`, its documentation, health checks, metrics and the web app.

    `checks` are asked by `/readyz` besides the database, by name.
    """
    every_check = {"store": store_is_current(work.database), **(checks or {})}
    api = Router(
        path="/api/v1",
        guards=[identify(access)],
        route_handlers=[me.router, _organization_router(access)],
    )
    return Litestar(
        route_handlers=[
            api,
            operations.router,
            openapi_json,
            *page_routes(WebApp(settings.web)),
        ],
        dependencies={
            "work": _given(work),
            "access": _given(access),
            "health": _given(settings.health),
            "tick_seconds": _given(settings.tick_seconds),
            "registry": _given(registry or CollectorRegistry()),
            "readiness": _given(Readiness(every_check)),
            "identity": Provide(_identity, sync_to_thread=False),
            "organization": Provide(_organization, sync_to_thread=False),
        },
        request_class=ApiRequest,
        exception_handlers=HANDLERS,
        openapi_config=openapi_config(access.mode),
        request_max_body_size=MAX_BODY,
        logging_config=None,
        debug=False,
    )


def _organization_router(access: Access) -> Router:
    return Router(
        path="/organizations/{organization_id:int}",
        guards=[reach_organization(access)],
        route_handlers=[campaigns.router, history.router, sessions.router],
    )


def _given(value: Any) -> Provide:
    return Provide(lambda: value, sync_to_thread=False)


def _identity(request: Request[Any, Any, Any]) -> Identity:
    identity: Identity = request.state.identity
    return identity


def _organization(request: Request[Any, Any, Any]) -> Organization:
    organization: Organization = request.state.organization
    return organization
