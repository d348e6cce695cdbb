"""Why an HTTP request is refused, in the words of the Engine.IO server."""

from typing import NamedTuple

import msgspec


class Refusal(NamedTuple):
    """An HTTP status, the code Engine.IO's own server uses for it, and its message."""

    status: int
    code: int
    message: str
    reason: str
    """Its name in the statistics."""

    @property
    def body(self) -> bytes:
        return msgspec.json.encode({"code": self.code, "message": self.message})


UNKNOWN_TRANSPORT = Refusal(400, 0, "Transport unknown", "unknown transport")
UNKNOWN_SESSION = Refusal(400, 1, "Session ID unknown", "unknown session")
BAD_METHOD = Refusal(400, 2, "Bad handshake method", "bad method")
BAD_REQUEST = Refusal(400, 3, "Bad request", "bad request")
FORBIDDEN_ORIGIN = Refusal(403, 4, "Origin not allowed", "origin")
UNSUPPORTED_VERSION = Refusal(400, 5, "Unsupported protocol version", "unsupported version")
TOO_LARGE = Refusal(413, 3, "Payload too large", "payload too large")
TOO_LATE = Refusal(408, 3, "The body took too long", "body timeout")
FULL = Refusal(503, 4, "The server holds all the connections it can", "server full")
ADDRESS_FULL = Refusal(429, 4, "Too many connections from this address", "address full")
STOPPING = Refusal(503, 4, "The server is shutting down", "shutting down")
