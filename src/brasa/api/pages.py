"""The built web app: its files as they are, and its index for every address within it."""

import asyncio
import mimetypes
import re
from importlib import resources
from pathlib import Path
from typing import Any

from litestar import Request, Response, get
from litestar.exceptions import NotFoundException
from litestar.handlers import HTTPRouteHandler

# What Vite names by its content never changes.
_HASHED = re.compile(r"-[A-Za-z0-9_-]{8,}\.[a-z0-9]+$")
FOREVER = "public, max-age=31536000, immutable"
ASK_AGAIN = "no-cache"
# Addresses below these are not the app's; a typo there must not answer with a page.
_NOT_PAGES = ("api/", "socket.io/", "assets/")


class WebApp:
    """The files of one built app; `folder` may be missing, or appear later."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder.resolve() if folder is not None else None

    def answer(self, path: str) -> Response[bytes]:
        """The file at `path`, or the index. Raises NotFoundException."""
        found = self._file(path)
        if found is not None:
            return _file_response(found)
        if path.startswith(_NOT_PAGES) or "." in path.rpartition("/")[2]:
            raise NotFoundException
        index = self._file("index.html")
        if index is None:
            return _page(_own_page("missing.html"), status=503)
        return _page(index.read_bytes())

    def _file(self, path: str) -> Path | None:
        if self._folder is None or not path or "\0" in path:
            return None
        found = (self._folder / path).resolve()
        try:
            return found if found.is_relative_to(self._folder) and found.is_file() else None
        except OSError:  # longer than any name of a file may be
            return None


def page_routes(app: WebApp) -> list[HTTPRouteHandler]:
    """Routes for `/` and everything below it that nothing else answers."""

    @get(["/", "/{path:path}"], include_in_schema=False)
    async def page(request: Request[Any, Any, Any]) -> Response[bytes]:
        return await asyncio.to_thread(app.answer, request.scope["path"].lstrip("/"))

    return [page]


def _file_response(file: Path) -> Response[bytes]:
    if file.name == "index.html":
        return _page(file.read_bytes())
    media_type = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
    cache = FOREVER if _HASHED.search(file.name) else ASK_AGAIN
    return Response(file.read_bytes(), media_type=media_type, headers={"Cache-Control": cache})


def _page(body: bytes, status: int = 200) -> Response[bytes]:
    headers = {"Cache-Control": ASK_AGAIN}
    return Response(body, status_code=status, media_type="text/html", headers=headers)


def _own_page(name: str) -> bytes:
    return resources.files("brasa.api").joinpath("static", name).read_bytes()
