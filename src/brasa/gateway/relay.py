"""From the bus to the rooms: what was committed, in the order it was committed."""

import logging
from collections.abc import Sequence
from typing import Protocol

from brasa.bus.base import Envelope
from brasa.gateway.rooms import rooms_for
from brasa.socketio import Server

logger = logging.getLogger("brasa.gateway")


class Notes(Protocol):
    """Whoever has to know what is on its way to the dashboards."""

    def note(self, envelopes: Sequence[Envelope]) -> None:
        """Take events, before they are sent."""


class Relay:
    """A listener of the bus. Never raises: whoever publishes has committed already."""

    def __init__(self, sio: Server, notes: Notes) -> None:
        self._sio = sio
        self._notes = notes

    def __call__(self, envelopes: Sequence[Envelope]) -> None:
        try:
            self._notes.note(envelopes)
            self._sio.emit_json_many(
                [(e.event, e.payload, rooms_for(e.organization_id, e.event)) for e in envelopes]
            )
        except Exception:
            logger.exception("%d events were not relayed", len(envelopes))
