"""What stands around everything that is served, the realtime polling included."""

from collections.abc import Sequence

from brasa.api.asgi import ASGIApp
from brasa.api.headers import Headers
from brasa.api.origin import LocalOnly
from brasa.domain.access import AccessMode


def edge(
    app: ASGIApp, mode: AccessMode, hosts: Sequence[str] = (), origins: Sequence[str] = ()
) -> ASGIApp:
    """`app` with request ids and security headers and, in open mode, foreign pages kept out.

    `hosts` and `origins` are allowed besides this machine's own.
    """
    return Headers(LocalOnly(app, mode, hosts, origins))
