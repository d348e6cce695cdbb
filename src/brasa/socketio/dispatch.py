"""From a client's event to its handler, and from the handler's result to the acknowledgement."""

import logging
from collections.abc import Awaitable
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any

from brasa.socketio import reasons
from brasa.socketio.binary import encode_args
from brasa.socketio.errors import Disconnected, UnknownSid
from brasa.socketio.frame import Frame
from brasa.socketio.packets import ACK, Packet, data_packet
from brasa.socketio.socket import Socket

if TYPE_CHECKING:
    from brasa.socketio.hub import Hub

logger = logging.getLogger("brasa.socketio")

CATCH_ALL = "*"
wants_ack: ContextVar[bool] = ContextVar("wants_ack", default=False)


class Dispatcher:
    """Runs handlers. A plain function runs at once; a coroutine as a task, started in order."""

    __slots__ = ("_hub",)

    def __init__(self, hub: "Hub") -> None:
        self._hub = hub

    def dispatch(self, socket: Socket, packet: Packet) -> None:
        """Run the handler of a client's event."""
        event, args = packet.data[0], packet.data[1:]
        handlers = socket.namespace.handlers
        handler = handlers.get(event)
        if handler is None or event == CATCH_ALL:
            handler, args = handlers.get(CATCH_ALL), packet.data
        if handler is None:
            return
        wants_ack.set(packet.id is not None)
        try:
            result = handler(socket.sid, *args)
        except Exception as error:
            self._fail(socket, packet, error)
            return
        if isinstance(result, Awaitable):
            self._start(socket, packet, result)
        else:
            self._acknowledge(socket, packet, result)

    def _start(self, socket: Socket, packet: Packet, work: Awaitable[Any]) -> None:
        limit = self._hub.options.max_handlers
        socket.handlers += 1
        self._hub.spawn(self._finish(socket, packet, work))
        if limit is not None and socket.handlers > limit:
            socket.session.close(reasons.TOO_MANY_HANDLERS)

    async def _finish(self, socket: Socket, packet: Packet, work: Awaitable[Any]) -> None:
        try:
            result = await work
        except Exception as error:
            self._fail(socket, packet, error)
        else:
            self._acknowledge(socket, packet, result)
        finally:
            socket.handlers -= 1

    def _fail(self, socket: Socket, packet: Packet, error: Exception) -> None:
        """Count a handler's error and let `on_error` decide what the client is told."""
        hub = self._hub
        if not socket.connected and isinstance(error, (Disconnected, UnknownSid)):
            return  # it was at work for a client that has left: nobody's fault, nobody to tell
        hub.stats.handler_errors += 1
        if hub.on_error is None:
            _log(packet.data[0], error)
            return
        try:
            answer = hub.on_error(error, socket.sid, packet.data[0], packet.data[1:])
        except Exception:
            logger.exception("the error handler failed on %r", packet.data[0])
        else:
            self._acknowledge(socket, packet, answer)

    def _acknowledge(self, socket: Socket, packet: Packet, result: Any) -> None:
        """Send a handler's result to a client that asked for it: None is no value, a tuple many."""
        if packet.id is None or not socket.connected:
            return
        values = result if isinstance(result, tuple) else () if result is None else (result,)
        try:
            body, attachments = encode_args(values)
        except (TypeError, ValueError, RecursionError):
            logger.exception("the acknowledgement of %r cannot be encoded", packet.data[0])
            return
        text = data_packet(ACK, socket.namespace.name, body, len(attachments), packet.id)
        socket.out.send(Frame(text, attachments))


def _log(event: str, error: Exception) -> None:
    trace = error.__traceback__
    if isinstance(error, TypeError) and trace is not None and trace.tb_next is None:
        # Raised by the call itself: the arguments are the client's doing, and no news of ours.
        logger.warning("%r was not handled: %s", event, error)
    else:
        logger.error("handler of %r failed", event, exc_info=error)
