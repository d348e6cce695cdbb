"""How clients come back to the place they had."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from brasa.socketio import reasons
from brasa.socketio.comeback import Comeback, position_of, revive, revive_record
from brasa.socketio.connection import Connection
from brasa.socketio.namespace import Namespace
from brasa.socketio.session import Session
from brasa.socketio.socket import Socket

if TYPE_CHECKING:
    from brasa.socketio.hub import Hub

Enter = Callable[[Connection, Socket, dict[str, Any], Comeback | None], None]
"""Takes a client in, at the place it had or at a fresh one."""


class Returns:
    """Finds the place of a client that says it had one, on this node or another."""

    __slots__ = ("_enter", "_hub")

    def __init__(self, hub: "Hub", enter: Enter) -> None:
        self._hub = hub
        self._enter = enter

    def close_former(self, pid: str) -> None:
        """A client may be back before its old connection is known to be dead."""
        former = self._hub.live.get(pid)
        if former is not None:
            former.session.close(reasons.REPLACED, abort=True)

    def enter(
        self, connection: Connection, fresh: Socket, auth: dict[str, Any], pid: str, offset: object
    ) -> None:
        """Let a client in to the place it had on this node, or else as the `fresh` one."""
        restored = self._restore(connection.session, fresh.namespace, pid, offset)
        if restored is None:
            self._enter(connection, fresh, auth, None)
        else:
            self._enter(connection, restored[0], auth, restored[1])

    def _restore(
        self, session: Session, namespace: Namespace, pid: str, offset: object
    ) -> tuple[Socket, Comeback] | None:
        """The place a client had on this node, and how to find what it missed."""
        hub = self._hub
        parked = hub.parking.take(pid, hub.engine.now())
        if parked is None or parked.namespace is not namespace:
            hub.stats.unrecover("unknown session")
            return None
        now = hub.adapter.position()
        after = position_of(offset, parked.since, now)
        if after is None:
            hub.stats.unrecover("unknown offset")
            return None
        socket, comeback = revive(parked, session), Comeback(after, after)
        if comeback.missed(socket, now) is None:
            hub.stats.unrecover("history forgotten")
            return None
        return socket, comeback

    async def enter_from_afar(
        self, connection: Connection, fresh: Socket, auth: dict[str, Any], pid: str, offset: object
    ) -> None:
        """Ask the other nodes for the place a client had; else let it in as the `fresh` one."""
        hub, namespace = self._hub, fresh.namespace
        self.close_former(pid)
        record = await hub.adapter.load(pid)
        if not connection.holds(fresh):
            if record is not None:
                hub.adapter.save(record)
            return
        if record is None:
            # Nobody knows it, or nobody can be asked: what this node remembers is all there is.
            self.enter(connection, fresh, auth, pid, offset)
            return
        # It may have been elsewhere since it left here.
        hub.parking.take(pid, hub.engine.now())
        after = position_of(offset, record.since, None)
        if after is None or record.namespace != namespace.name:
            hub.stats.unrecover("unknown offset")
            self._enter(connection, fresh, auth, None)
            return
        # It is in its rooms before the past is asked for: the two overlap and leave no gap.
        joined = hub.adapter.position()
        socket = revive_record(record, namespace, connection.session)
        namespace.add(socket)
        past = await hub.adapter.history(after)
        if not connection.holds(fresh):
            namespace.remove(socket)
            hub.adapter.save(record)
        elif past is None:
            namespace.remove(socket)
            hub.stats.unrecover("history forgotten")
            self._enter(connection, fresh, auth, None)
        else:
            self._enter(connection, socket, auth, Comeback(after, max(after, joined), past))
