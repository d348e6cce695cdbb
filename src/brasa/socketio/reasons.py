"""Why a connection or a client's place in a namespace ended, as the disconnect handler is told.

The first group are the names Socket.IO itself uses; the second are this server's own.
"""

TRANSPORT_CLOSE = "transport close"
TRANSPORT_ERROR = "transport error"
PING_TIMEOUT = "ping timeout"
PARSE_ERROR = "parse error"
FORCED_CLOSE = "forced close"
SERVER_SHUTTING_DOWN = "server shutting down"
CLIENT_LEFT = "client namespace disconnect"
SERVER_DISCONNECT = "server namespace disconnect"

SLOW_CLIENT = "slow client"
CONNECT_TIMEOUT = "connect timeout"
BODY_TIMEOUT = "body timeout"
MESSAGE_RATE = "message rate"
PAYLOAD_TOO_LARGE = "payload too large"
TOO_MANY_HANDLERS = "too many handlers"
REPLACED = "replaced"

RECOVERABLE = frozenset(
    (
        TRANSPORT_CLOSE,
        TRANSPORT_ERROR,
        PING_TIMEOUT,
        FORCED_CLOSE,
        SERVER_SHUTTING_DOWN,
        SLOW_CLIENT,
        REPLACED,
    )
)
"""After these a client may come back to the session it had."""
