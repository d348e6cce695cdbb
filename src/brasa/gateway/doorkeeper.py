"""Sees out those whose token was revoked after they had come in.

Looked up again and again, rather than told by whoever revokes: that works from any process, with
the bus away too, and for a connection that was on its way in at that moment.
"""

from collections.abc import Mapping
from datetime import datetime

from brasa.clock import Clock
from brasa.errors import Unauthorized
from brasa.gateway.refusals import notification
from brasa.gateway.visitors import Visitor
from brasa.socketio import Server
from brasa.store.access import Access

# Seconds between looks: what "at once" means to who revokes a token.
LOOK_EVERY = 1.0


class Doorkeeper:
    """Looks after the visitors of one gateway."""

    name = "doorkeeper"

    def __init__(
        self, sio: Server, access: Access, visitors: Mapping[str, Visitor], clock: Clock
    ) -> None:
        """`visitors` are those who are here, by sid, as they come and go."""
        self._sio = sio
        self._access = access
        self._visitors = visitors
        self._clock = clock

    async def run_once(self, now: datetime) -> dict[str, int]:
        """Tell those whose token is worth nothing any more, and disconnect them: how many."""
        tokens = (visitor.identity.token_id for visitor in self._visitors.values())
        held = {token for token in tokens if token is not None}
        revoked = await self._access.revoked(held) if held else set()
        leaving = [
            (sid, visitor)
            for sid, visitor in self._visitors.items()
            if visitor.identity.token_id in revoked
        ]
        for sid, visitor in leaving:
            await self._see_out(sid, visitor)
        return {"seen_out": len(leaving)}

    async def _see_out(self, sid: str, visitor: Visitor) -> None:
        error = Unauthorized("O token desta conexão foi revogado", code="token_revoked")
        payload = notification(error, visitor.language, self._clock)
        self._sio.emit_json("notification", payload, room=sid)
        await self._sio.disconnect(sid)
