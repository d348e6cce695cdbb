"""A server that does a bit of everything a client may ask for."""

from typing import Any

from brasa.socketio import ConnectionRefused, Handshake, Options, Server


def build(**options: Any) -> Server:
    """The server that clients/interop.cjs, the browser page and python-socketio talk to."""
    sio = Server(Options(cors_allowed_origins="*", **options))

    @sio.on("connect")
    async def connect(sid: str, handshake: Handshake, auth: dict[str, Any]) -> None:
        sio.session(sid)["auth"] = auth

    @sio.on("connect", namespace="/forbidden")
    async def refuse(sid: str, handshake: Handshake, auth: dict[str, Any]) -> None:
        raise ConnectionRefused("not you", {"code": 403})

    sio.on("auth")(lambda sid: sio.session(sid)["auth"])
    sio.on("echo")(lambda sid, *args: args)
    sio.on("who", namespace="/other")(lambda sid: "other")

    @sio.on("ask-me")
    async def ask(sid: str) -> Any:
        return await sio.call("question", 42, to=sid, timeout=5)

    @sio.on("ask-me-binary")
    async def ask_binary(sid: str) -> Any:
        return await sio.call("blob", b"\x01\x02", to=sid, timeout=5)

    @sio.on("push-many")
    async def push_many(sid: str, count: int) -> None:
        for number in range(count):
            await sio.emit("push", number, to=sid)

    @sio.on("big-please")
    async def big(sid: str) -> None:
        await sio.emit("big", "z" * 300_000, to=sid)

    @sio.on("kick-me")
    async def kick(sid: str) -> None:
        await sio.disconnect(sid)

    return sio


EXPECTED = {
    "refused": ["not you", {"code": 403}],
    "auth": [{"token": "secret"}],
    "echo": [1, "é😀", {"a": [None, True]}],
    "binary": "0102fe",
    "other": ["other"],
    "asked": [{"answered": 42}],
    "askedBinary": "010209",
    "pushed": list(range(50)),
    "big": 300_000,
    "large": 200_000,
    "kicked": "io server disconnect",
}
