"""What the parts of one server share."""

import asyncio
from collections.abc import Collection, Coroutine
from typing import TYPE_CHECKING, Any

from brasa.socketio.adapter import Adapter, LocalAdapter, Record
from brasa.socketio.connection import Connection
from brasa.socketio.delivering import Delivering
from brasa.socketio.engine import Engine
from brasa.socketio.errors import UnknownSid
from brasa.socketio.namespace import Handler, Namespace
from brasa.socketio.options import Options
from brasa.socketio.packets import ROOT
from brasa.socketio.parking import Parking
from brasa.socketio.session import Session
from brasa.socketio.socket import Socket
from brasa.socketio.stats import Stats
from brasa.socketio.transport import Application

if TYPE_CHECKING:
    from brasa.socketio.admission import Admission
    from brasa.socketio.departure import Departure
    from brasa.socketio.dispatch import Dispatcher


class Hub(Delivering):
    """The state of a server, and the way of events from the adapter to the clients."""

    admission: "Admission"
    departure: "Departure"
    dispatcher: "Dispatcher"

    def __init__(self, options: Options, adapter: Adapter | None) -> None:
        self.options = options
        self.stats = Stats()
        self.engine = Engine(options, self._accept, self.stats)
        self.namespaces: dict[str, Namespace] = {ROOT: Namespace(ROOT, options)}
        self.remote = adapter is not None
        self.adapter: Adapter = LocalAdapter(self) if adapter is None else adapter
        self.live: dict[str, Socket] = {}
        """Connected clients by pid."""
        self.parking = Parking(options.recovery_max_sessions)
        self.on_error: Handler | None = None
        self._tasks: set[asyncio.Task[Any]] = set()
        self._sweeping = False

    # ---- clients ----

    def socket(self, sid: str, namespace: str) -> Socket:
        """A client of this node; raises `UnknownSid`."""
        found = self.namespaces.get(namespace)
        socket = found.sockets.get(sid) if found is not None else None
        if socket is None:
            raise UnknownSid(sid)
        return socket

    def members(self, room: str, namespace: str) -> Collection[Socket]:
        """The clients of this node in a room."""
        found = self.namespaces.get(namespace)
        return () if found is None else found.rooms.get(room, ())

    def _accept(self, session: Session) -> Application:
        session.connect_by = self.engine.now() + self.options.connect_timeout
        self._start_sweeping()
        return Connection(self, session)

    def record(self, socket: Socket) -> Record:
        """A client's session as other nodes need it."""
        return Record(
            pid=socket.pid or "",
            sid=socket.sid,
            namespace=socket.namespace.name,
            since=socket.since,
            rooms=dict(socket.rooms),
            left=list(socket.left),
            data=socket.packed_data(),
        )

    def save(self, socket: Socket) -> None:
        """Tell the other nodes of a client's session, if it can be recovered there."""
        if self.remote and socket.pid is not None and socket.connected:
            self.adapter.save(self.record(socket))

    # ---- work ----

    def spawn(self, work: Coroutine[Any, Any, Any]) -> None:
        """Run a coroutine to its end, kept from the garbage collector."""
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def settle(self, timeout: float) -> None:
        """Let handlers finish for up to `timeout` seconds, then cancel them."""
        tasks = self._tasks - {asyncio.current_task()}
        if not tasks:
            return
        _, late = await asyncio.wait(tasks, timeout=timeout)
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)

    # ---- forgetting ----

    def _start_sweeping(self) -> None:
        if not self._sweeping and self.options.recovery:
            self._sweeping = True
            self.engine.wheel.add(self, self.engine.now() + self._sweep_interval)

    @property
    def _sweep_interval(self) -> float:
        return max(0.01, self.options.recovery_window / 16)

    def tick(self, now: float) -> float:
        """Forget clients that stayed away too long, and history nobody can ask for."""
        self.parking.sweep(now)
        for namespace in self.namespaces.values():
            if namespace.history is not None:
                namespace.history.sweep(now, namespace.wants)
        return now + self._sweep_interval
