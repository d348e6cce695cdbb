"""From the settings to those of the Socket.IO server."""

from brasa.config import Config
from brasa.socketio import Options

_LOOPBACK = ("http://localhost:*", "http://127.0.0.1:*")


def options_of(config: Config) -> Options:
    """The Socket.IO server's options; browsers come from the server's own pages or localhost."""
    limits = config.realtime
    return Options(
        cors_allowed_origins=[*_LOOPBACK, *config.cors_origins],
        trusted_proxies=config.trusted_proxies,
        max_connections=limits.connections,
        max_connections_per_address=limits.connections_per_address,
        message_rate=limits.messages_per_second,
        max_payload=limits.max_payload,
        max_rooms=limits.rooms_per_connection * 6,
        send_buffer_limit=limits.send_buffer,
        recovery=limits.recovery_seconds > 0,
        recovery_window=limits.recovery_seconds,
        connect_timeout=limits.connect_timeout,
    )
