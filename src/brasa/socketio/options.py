"""Every setting of a server, with the default that suits production."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """Settings of a `Server`. Times are seconds, sizes are bytes; None switches a limit off."""

    path: str = "/socket.io/"
    """Where the server is mounted."""

    ping_interval: float = 25.0
    """How often a client is pinged."""
    ping_timeout: float = 20.0
    """How long a ping may go unanswered before the connection is closed."""
    connect_timeout: float = 45.0
    """How long a connection may stay without joining a namespace."""
    upgrade_timeout: float = 10.0
    """How long a websocket may probe a polling session before it is given up."""
    close_timeout: float = 5.0
    """How long a peer may take to answer a closing handshake."""
    allow_upgrades: bool = True
    """Whether polling sessions may move to websocket."""

    cors_allowed_origins: Sequence[str] | str | None = None
    """Origins a browser may connect from: a list, `"*"` for any, None for the server's own only."""
    cors_credentials: bool = False
    """Whether browsers may send cookies along with polling from the listed origins."""

    max_payload: int = 1_000_000
    """Largest websocket message or polling body a client may send."""
    body_timeout: float = 20.0
    """How long the body of a polling request may take to arrive; of any other, where `Server.http`
    serves it, `head_timeout` more.
    """
    max_head: int = 65_536
    """Largest request line and headers, or trailers, where `Server.http` serves them."""
    head_timeout: float = 10.0
    """How long they may take to arrive."""
    max_attachments: int = 32
    """Most binary attachments of one packet from a client."""
    message_rate: float | None = 100.0
    """Messages per second a client may send in the long run; pings and empty frames count too."""
    message_burst: int = 500
    """Messages a client may send at once before `message_rate` counts."""
    max_handlers: int | None = 1_000
    """Handlers of one client that may be at work at once."""
    max_rooms: int | None = 1_000
    """Rooms one client may be in, per namespace."""
    max_connections: int | None = 20_000
    """Connections this server holds."""
    max_connections_per_address: int | None = 1_000
    """Connections from one address; loopback is a proxy or a developer and is not counted."""
    trusted_proxies: int = 0
    """How many proxies in front append to X-Forwarded-For; 0 takes the address of the socket."""

    send_buffer_limit: int = 1 << 20
    """Unsent bytes a client may accumulate before it is closed as too slow."""
    flush_interval: float = 0.005
    """Fan-out leaves at most once in this time; an event after a pause leaves at once.

    0 flushes in every iteration of the loop.
    """

    connect_pause: float = 0.01
    """How long events wait behind the CONNECT they follow, so that it arrives alone.

    A client that awaits its connection before it listens for events would miss those that came in
    the same read. 0 sends them along with it.
    """

    recovery: bool = True
    """Whether a client that drops may come back with its rooms and the events it missed."""
    recovery_window: float = 120.0
    """How long it may stay away."""
    recovery_room_bytes: int = 16 << 20
    """Most bytes of past events kept for one room."""
    recovery_total_bytes: int = 256 << 20
    """Most bytes of past events kept in all."""
    recovery_max_sessions: int = 50_000
    """Most disconnected clients remembered."""

    @property
    def recovery_retention(self) -> float:
        """How long an event is kept: a drop is noticed only after a ping went unanswered."""
        return self.recovery_window + self.ping_interval + self.ping_timeout
