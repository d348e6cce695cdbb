"""Tell the dashboards of this gateway when what they show is not live any more."""

import msgspec

from brasa.bus.valkey import ValkeyBus
from brasa.clock import Clock, iso_ms
from brasa.domain.events import NotificationData, NotificationType
from brasa.i18n import DEFAULT_LANGUAGE, translate
from brasa.socketio import Server

AWAY = "bus_unavailable"
BACK = "bus_restored"
_TEXTS: dict[str, tuple[NotificationType, str]] = {
    AWAY: ("warning", "O tempo real parou: o painel pode estar desatualizado"),
    BACK: ("success", "O tempo real voltou: atualize o painel"),
}


class Staleness:
    """Says `bus_unavailable` when events stop coming, `bus_restored` when they come again.

    After the latter a dashboard asks for itself again: what happened meanwhile may not be told.
    """

    def __init__(self, sio: Server, bus: ValkeyBus, clock: Clock) -> None:
        self._sio = sio
        self._bus = bus
        self._clock = clock
        bus.watch(lambda available: self._say(BACK if available else AWAY))
        bus.on_gap(lambda: self._say(BACK))

    def greet(self, sid: str) -> None:
        """Tell who comes while events do not."""
        if not self._bus.available:
            self._say(AWAY, sid)

    def _say(self, code: str, room: str | None = None) -> None:
        kind, text = _TEXTS[code]
        payload = NotificationData(
            type=kind,
            message=translate(text, DEFAULT_LANGUAGE),
            timestamp=iso_ms(self._clock.now()),
            code=code,
        )
        self._sio.emit_json("notification", msgspec.json.encode(payload), room=room)
