"""Tell the dashboards of this gateway when what they show is not live any more."""

import msgspec

from brasa.bus.valkey import ValkeyBus
from brasa.clock import Clock, iso_ms
from brasa.domain.events import NotificationData, NotificationType
from brasa.i18n import DEFAULT_LANGUAGE, translate
from brasa.socketio import Server
from brasa.store.watch import StoreWatch

BUS_AWAY, BUS_BACK = "bus_unavailable", "bus_restored"
STORE_AWAY, STORE_BACK = "store_unavailable", "store_restored"
_TEXTS: dict[str, tuple[NotificationType, str]] = {
    BUS_AWAY: ("warning", "O tempo real parou: o painel pode estar desatualizado"),
    BUS_BACK: ("success", "O tempo real voltou: atualize o painel"),
    STORE_AWAY: ("warning", "O banco de dados não responde: os envios esperam por ele"),
    STORE_BACK: ("success", "O banco de dados voltou: os envios continuam"),
}


class Staleness:
    """Says `bus_unavailable` when events stop coming, `bus_restored` when they come again, and the
    same of the store. Who arrives meanwhile is told by `greet`.

    After `bus_restored` a dashboard asks for itself again: what happened meanwhile may not be told.
    """

    def __init__(self, sio: Server, bus: ValkeyBus, store: StoreWatch, clock: Clock) -> None:
        self._sio = sio
        self._bus = bus
        self._store = store
        self._clock = clock
        bus.watch(lambda available: self._say(BUS_BACK if available else BUS_AWAY))
        bus.on_gap(lambda: self._say(BUS_BACK))
        store.watch(lambda available: self._say(STORE_BACK if available else STORE_AWAY))

    def greet(self, sid: str, language: str) -> None:
        """Say to one client what is away now."""
        if not self._bus.available:
            self._say(BUS_AWAY, sid, language)
        if not self._store.available:
            self._say(STORE_AWAY, sid, language)

    def _say(self, code: str, sid: str | None = None, language: str = DEFAULT_LANGUAGE) -> None:
        kind, text = _TEXTS[code]
        payload = NotificationData(
            type=kind,
            message=translate(text, language),
            timestamp=iso_ms(self._clock.now()),
            code=code,
        )
        self._sio.emit_json("notification", msgspec.json.encode(payload), room=sid)
