"""From the bus to the rooms: what was committed, in the order it was committed."""

import logging
from collections.abc import Sequence

from brasa.bus.base import Envelope
from brasa.gateway.dashboard import Snapshots
from brasa.gateway.rooms import rooms_for
from brasa.socketio import Server

logger = logging.getLogger("brasa.gateway")


class Relay:
    """A listener of the bus. Never raises: whoever publishes has committed already."""

    def __init__(self, sio: Server, snapshots: Snapshots) -> None:
        self._sio = sio
        self._snapshots = snapshots

    def __call__(self, envelopes: Sequence[Envelope]) -> None:
        for envelope in envelopes:
            try:
                self._snapshots.note(envelope)
                rooms = rooms_for(envelope.organization_id, envelope.event)
                self._sio.emit_json(envelope.event, envelope.payload, room=rooms)
            except Exception:
                logger.exception("an event of type %s was not relayed", envelope.event)
