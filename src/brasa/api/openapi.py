"""The OpenAPI 3.1 document: what is the same for every route."""

from functools import cache
from typing import Any

from litestar import Litestar, Request, Response, get
from litestar.handlers import HTTPRouteHandler
from litestar.openapi import OpenAPIConfig
from litestar.openapi.plugins import OpenAPIRenderPlugin
from litestar.openapi.spec import (
    Components,
    OpenAPI,
    OpenAPIMediaType,
    OpenAPIResponse,
    Operation,
    PathItem,
    Reference,
    RequestBody,
    Schema,
    SecurityScheme,
)
from litestar.openapi.spec.enums import OpenAPIType
from litestar.types import Method

from brasa import __version__
from brasa.api import docs
from brasa.domain.access import AccessMode

_TEXT = Schema(type=OpenAPIType.STRING)
_FIELD = Schema(
    type=OpenAPIType.OBJECT,
    properties={"field": _TEXT, "message": _TEXT},
    required=["field", "message"],
)
_BODY = Schema(
    type=OpenAPIType.OBJECT,
    properties={
        "code": _TEXT,
        "message": _TEXT,
        "fields": Schema(type=OpenAPIType.ARRAY, items=_FIELD),
    },
    required=["code", "message"],
)
_ERROR = Schema(
    type=OpenAPIType.OBJECT,
    description="Every answer that is not a success. `code` never changes with the language; "
    "`fields` names everything that is wrong with an input.",
    properties={"error": _BODY},
    required=["error"],
)
_REFUSALS = {
    "400": "The request cannot be read",
    "401": "No token, or one that is not known",
    "403": "The token does not reach this",
    "404": "Nothing with this id in this organization",
    "422": "Fields that are not accepted, all of them",
    "503": "The store does not answer",
}
_CONFLICT = {"409": "The state of the thing does not allow this now"}


def openapi_config(mode: AccessMode) -> OpenAPIConfig:
    """How the document is made and where it is served."""
    token = SecurityScheme(type="http", scheme="bearer")
    return OpenAPIConfig(
        title="Brasa",
        version=__version__,
        description="Campaigns, their executions and the health of sessions. Live events: see "
        "docs/asyncapi. Times are ISO 8601, UTC; a field without a value is absent.",
        path="/docs",
        render_plugins=[DocsPage()],
        components=Components(security_schemes={"token": token}),
        security=[{"token": []}] if mode is AccessMode.TOKEN else None,
        use_handler_docstrings=True,
        operation_id_creator=_operation_id,
    )


@cache
def document(app: Litestar) -> dict[str, Any]:
    """The application's document. Made when it is first asked for: it takes a while."""
    schema = app.openapi_schema
    _complete(schema)
    return schema.to_schema()


def _complete(document: OpenAPI) -> None:
    """Add what the routes do not say: our one shape of errors, and which bodies may be left out."""
    if document.components.schemas is not None:
        document.components.schemas["Error"] = _ERROR
    for path, item in (document.paths or {}).items():
        for operation in _operations(item) if path.startswith("/api/") else []:
            kinds = _REFUSALS | (_CONFLICT if operation is item.post else {})
            responses = operation.responses or {}
            responses.update({status: _refusal(text) for status, text in kinds.items()})
            operation.responses = dict(sorted(responses.items()))
            if isinstance(operation.request_body, RequestBody):
                _may_be_left_out(operation.request_body)


def _may_be_left_out(body: RequestBody) -> None:
    """A body of "this or null" is one that need not be sent at all."""
    for media in body.content.values():
        if isinstance(media.schema, Schema) and media.schema.one_of:
            [media.schema] = [one for one in media.schema.one_of if isinstance(one, Reference)]
            body.required = False


def _operation_id(handler: HTTPRouteHandler, _method: Method, _path: list[Any]) -> str:
    """The handler's name, as clients in other languages would write it."""
    first, *rest = handler.handler_name.split("_")
    return first + "".join(word.capitalize() for word in rest)


def _operations(item: PathItem) -> list[Operation]:
    return [one for one in (item.get, item.post, item.put, item.patch, item.delete) if one]


def _refusal(text: str) -> OpenAPIResponse:
    schema = Reference(ref="#/components/schemas/Error")
    return OpenAPIResponse(
        description=text, content={"application/json": OpenAPIMediaType(schema=schema)}
    )


@get("/openapi.json", include_in_schema=False, sync_to_thread=True)
def openapi_json(request: Request[Any, Any, Any]) -> Response[dict[str, Any]]:
    """The document itself."""
    return Response(document(request.app), media_type="application/json")


class DocsPage(OpenAPIRenderPlugin):
    """The document as a page, at the root of the documentation."""

    def __init__(self) -> None:
        super().__init__(path="/")

    def render(self, request: Request[Any, Any, Any], openapi_schema: dict[str, Any]) -> bytes:
        return docs.page(document(request.app)).encode()
