"""One table from errors to HTTP, and one shape for every answer that is not a success."""

import logging
from http import HTTPStatus
from typing import Any

import msgspec
from litestar import Request, Response
from litestar.exceptions import HTTPException, ValidationException
from litestar.types import Empty, ExceptionHandlersMap
from litestar.utils.scope.state import ScopeState

from brasa.api.accepted import accepted
from brasa.api.language import language_of
from brasa.domain.inputs import INVALID, problems_of
from brasa.domain.refusals import INTERNAL, error_body
from brasa.errors import (
    BrasaError,
    Conflict,
    FieldProblem,
    Forbidden,
    InvalidInput,
    LimitExceeded,
    NotFound,
    StoreError,
    Unauthorized,
    Unavailable,
)

logger = logging.getLogger("brasa.api")

STATUS: dict[type[BrasaError], HTTPStatus] = {
    InvalidInput: HTTPStatus.UNPROCESSABLE_ENTITY,
    Unauthorized: HTTPStatus.UNAUTHORIZED,
    Forbidden: HTTPStatus.FORBIDDEN,
    NotFound: HTTPStatus.NOT_FOUND,
    Conflict: HTTPStatus.CONFLICT,
    LimitExceeded: HTTPStatus.TOO_MANY_REQUESTS,
    Unavailable: HTTPStatus.SERVICE_UNAVAILABLE,
    StoreError: HTTPStatus.SERVICE_UNAVAILABLE,
}
# What Litestar refuses by itself, in our words.
_HTTP_ERRORS = {
    HTTPStatus.BAD_REQUEST: ("bad_request", "O pedido não pode ser lido"),
    HTTPStatus.NOT_FOUND: ("not_found", "Não há nada neste endereço"),
    HTTPStatus.METHOD_NOT_ALLOWED: ("method_not_allowed", "Este endereço não aceita este método"),
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: ("too_large", "O pedido é grande demais"),
}

AnyRequest = Request[Any, Any, Any]


def _brasa_error(request: AnyRequest, error: BrasaError) -> Response[Any]:
    status = next(
        (STATUS[kind] for kind in type(error).__mro__ if kind in STATUS),
        HTTPStatus.INTERNAL_SERVER_ERROR,
    )
    if status is HTTPStatus.INTERNAL_SERVER_ERROR:
        logger.error("%s %s failed", request.method, request.url.path, exc_info=error)
    headers = {"WWW-Authenticate": "Bearer"} if status is HTTPStatus.UNAUTHORIZED else None
    return _answer(request, error, status, headers)


def _invalid(request: AnyRequest, error: ValidationException) -> Response[Any]:
    return _brasa_error(
        request, InvalidInput(problems=_body_problems(request) + _parameters(request, error))
    )


def _http_error(request: AnyRequest, error: HTTPException) -> Response[Any]:
    status = HTTPStatus(error.status_code)
    if status is HTTPStatus.INTERNAL_SERVER_ERROR:
        return _unexpected(request, error)
    code, text = _HTTP_ERRORS.get(status, (status.name.lower(), "O pedido foi recusado"))
    return _answer(request, BrasaError(text, code=code), status, error.headers)


def _unexpected(request: AnyRequest, error: Exception) -> Response[Any]:
    logger.error("%s %s failed", request.method, request.url.path, exc_info=error)
    return _answer(request, INTERNAL, HTTPStatus.INTERNAL_SERVER_ERROR)


HANDLERS: ExceptionHandlersMap = {
    BrasaError: _brasa_error,
    ValidationException: _invalid,
    HTTPException: _http_error,
    Exception: _unexpected,
}


def _answer(
    request: AnyRequest,
    error: BrasaError,
    status: HTTPStatus,
    headers: dict[str, str] | None = None,
) -> Response[Any]:
    body = {"error": error_body(error, language_of(request))}
    return Response(body, status_code=status, headers=headers, media_type="application/json")


def _body_problems(request: AnyRequest) -> list[FieldProblem]:
    """Every field of the body that is wrong; Litestar stops at the first."""
    raw = ScopeState.from_scope(request.scope).json
    body = request.route_handler.parsed_data_field
    if raw is Empty or body is None:
        return []
    for type_ in (body.annotation, *(inner.annotation for inner in body.inner_types)):
        if isinstance(type_, type) and issubclass(type_, msgspec.Struct):
            return problems_of(type_, raw)
    return []


def _parameters(request: AnyRequest, error: ValidationException) -> list[FieldProblem]:
    extra = error.extra if isinstance(error.extra, list) else []
    return [
        _problem(request, str(one.get("key", "")))
        for one in extra
        if isinstance(one, dict) and one.get("source") != "body" and one.get("key") != "data"
    ]


def _problem(request: AnyRequest, key: str) -> FieldProblem:
    """By the name that the caller knows; Litestar tells the handler's own."""
    parameter = request.route_handler.parsed_fn_signature.parameters.get(key)
    if parameter is None:
        return FieldProblem(key, INVALID)
    name = getattr(parameter.kwarg_definition, "name", None) or key
    return FieldProblem(name, INVALID, accepted(parameter))
