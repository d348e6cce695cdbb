"""A request whose body may be anything."""

from typing import Any

from litestar import Request
from litestar.exceptions import ClientException


class ApiRequest(Request[Any, Any, Any]):
    """Litestar's, which takes bytes that are no UTF-8 and endless nesting for its own failure."""

    async def json(self) -> Any:
        """The decoded body. Raises ClientException for one that cannot be read."""
        try:
            return await super().json()
        except (UnicodeDecodeError, RecursionError):
            raise ClientException from None
