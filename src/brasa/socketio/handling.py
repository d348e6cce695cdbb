"""What an application does with clients' events."""

from collections.abc import Callable
from typing import TypeVar

from brasa.socketio.dispatch import wants_ack
from brasa.socketio.hub import Hub
from brasa.socketio.namespace import Handler, Namespace
from brasa.socketio.packets import ROOT

AnyHandler = TypeVar("AnyHandler", bound=Handler)


class Handling:
    """The part of a `Server` that registers handlers."""

    _hub: Hub

    def on(self, event: str, namespace: str = ROOT) -> Callable[[AnyHandler], AnyHandler]:
        """Decorate the handler of an event; it may be a function or a coroutine function.

        - `connect(sid, handshake, auth)`: raise `ConnectionRefused` to refuse the client;
        - `disconnect(sid, reason)`;
        - any other `event(sid, *args)`: the result acknowledges it: None with no value, a tuple
          with several;
        - `"*"`, for events without a handler of their own: `(sid, event, *args)`.

        A namespace exists once it has a handler.
        """

        def register(handler: AnyHandler) -> AnyHandler:
            self.namespace(namespace).handlers[event] = handler
            return handler

        return register

    def on_error(self, handler: AnyHandler) -> AnyHandler:
        """Decorate what is called with `(error, sid, event, args)` when an event's handler raises.

        A plain function; its result acknowledges the event. Without one the error is logged and
        nothing acknowledged.
        """
        self._hub.on_error = handler
        return handler

    @staticmethod
    def wants_ack() -> bool:
        """Within an event's handler, or its error handler: whether the client asked for an ack."""
        return wants_ack.get()

    def namespace(self, name: str) -> Namespace:
        """The namespace of this name, made if need be."""
        found = self._hub.namespaces.get(name)
        if found is None:
            found = self._hub.namespaces[name] = Namespace(name, self._hub.options)
        return found
