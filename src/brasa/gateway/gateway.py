"""The door for dashboards: lets them in, runs their commands, tells them when it cannot."""

import logging
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from brasa.actions.unit import Work
from brasa.domain.access import AccessMode, Identity
from brasa.domain.locality import Locality
from brasa.domain.refusals import INTERNAL, error_body
from brasa.errors import BrasaError, InvalidInput, Unauthorized
from brasa.gateway.commands import Ack, Commands, Greeting
from brasa.gateway.dashboard import Snapshots
from brasa.gateway.doorkeeper import Doorkeeper
from brasa.gateway.refusals import notification, refusal
from brasa.gateway.relay import Relay
from brasa.gateway.visitors import Allowance, GatewaySettings, Visitor, same_identity
from brasa.i18n import DEFAULT_LANGUAGE
from brasa.socketio import ConnectionRefused, Handshake, Server, UnknownSid
from brasa.store.access import Access

logger = logging.getLogger("brasa.gateway")

Command = Callable[[str, Visitor, Any], Awaitable[Ack]]


class Gateway:
    """Connects a Socket.IO server to the bus and to the store."""

    def __init__(
        self,
        sio: Server,
        work: Work,
        access: Access,
        settings: GatewaySettings | None = None,
        greet: Greeting | None = None,
    ) -> None:
        """`greet` says to who joins what is not live just now."""
        self._sio = sio
        self._access = access
        self._clock = work.clock
        self._settings = settings or GatewaySettings()
        self._locality = Locality(self._settings.hosts, self._settings.origins)
        self._visitors: dict[str, Visitor] = {}
        self.doorkeeper = Doorkeeper(sio, access, self._visitors, work.clock)
        self.snapshots = Snapshots(work.database, work.clock, work.announcements)
        work.bus.subscribe(Relay(sio, self.snapshots))
        self._register(Commands(sio, self.snapshots, work.clock, greet))

    def _register(self, commands: Commands) -> None:
        self._sio.on("connect")(self._connect)
        self._sio.on("disconnect")(self._disconnect)
        self._sio.on("*")(self._unknown)
        for event, command in {
            "join-organization": commands.join,
            "leave-organization": commands.leave,
            "request-dashboard": commands.dashboard,
            "ping": commands.ping,
        }.items():
            self._sio.on(event)(self._handler(event, command))

    async def _connect(self, sid: str, handshake: Handshake, auth: Any) -> None:
        try:
            self._require_local(handshake)
            identity = await self._access.identify(_token(handshake.headers, auth))
            language = await self._language(identity)
        except BrasaError as error:
            raise _refused(error) from None
        except Exception:
            logger.exception("a connection could not be checked")
            raise _refused(INTERNAL) from None
        # Nothing is awaited from here on: who is let in is here, and will be seen out.
        if self._sio.handshake(sid) is not handshake:
            raise UnknownSid(sid)  # its place has gone to a newer connection of the same client
        kept = self._sio.session(sid)
        if not same_identity(kept, identity):
            raise _refused(Unauthorized("O token mudou: conecte de novo", code="token_changed"))
        allowance = Allowance(self._settings, self._clock)
        visitor = self._visitors[sid] = Visitor(identity, language, allowance)
        kept.update(visitor.remembered())

    def _require_local(self, handshake: Handshake) -> None:
        """Websockets do not pass the API's own check, and polling passes both."""
        if self._access.mode is AccessMode.OPEN:
            headers = handshake.headers
            self._locality.require(
                handshake.address, headers.get("host", ""), headers.get("origin")
            )

    def _disconnect(self, sid: str, _reason: str) -> None:
        self._visitors.pop(sid, None)

    async def _language(self, identity: Identity) -> str:
        """A token's organization chooses; who reaches all of them reads the default."""
        if identity.organization_id is None:
            return DEFAULT_LANGUAGE
        return (await self._access.organization(identity, identity.organization_id)).language

    def _handler(self, event: str, command: Command) -> Callable[..., Awaitable[Ack | None]]:
        async def handle(sid: str, *args: Any) -> Ack | None:
            visitor = self._visitors.get(sid)
            if visitor is None:
                return None
            async with visitor.turn:
                try:
                    return await command(sid, visitor, args[0] if args else None)
                except BrasaError as error:
                    return self._refuse(sid, visitor, error)
                except UnknownSid:
                    return None  # gone meanwhile
                except Exception:
                    logger.exception("%s failed", event)
                    return self._refuse(sid, visitor, INTERNAL)

        return handle

    def _unknown(self, sid: str, event: str, *_args: Any) -> Ack | None:
        visitor = self._visitors.get(sid)
        if visitor is None:
            return None
        error = InvalidInput("O evento “{event}” não existe", event=event[:100])
        error.code = "unknown_event"
        return self._refuse(sid, visitor, error)

    def _refuse(self, sid: str, visitor: Visitor, error: BrasaError) -> Ack:
        if not self._sio.wants_ack():
            payload = notification(error, visitor.language, self._clock)
            self._sio.emit_json("notification", payload, room=sid)
        return refusal(error, visitor.language)


def _token(headers: Mapping[str, str], auth: Any) -> str | None:
    token = auth.get("token") if isinstance(auth, dict) else None
    if token is not None:
        return token if isinstance(token, str) else ""
    scheme, _, value = headers.get("authorization", "").partition(" ")
    return value.strip() if scheme.lower() == "bearer" else None


def _refused(error: BrasaError) -> ConnectionRefused:
    body = error_body(error, DEFAULT_LANGUAGE)
    return ConnectionRefused(body["message"], data={"code": body["code"]})
