"""A chat room in twenty lines: run it, then connect any Socket.IO client to port 8000."""

import uvicorn

from brasa.socketio import Options, Server

sio = Server(Options(cors_allowed_origins="*"))


@sio.on("join")
async def join(sid: str, name: str) -> list[str]:
    sio.session(sid)["name"] = name
    sio.enter_room(sid, "chat")
    await sio.emit("joined", name, room="chat", skip_sid=sid)
    return [sio.session(other)["name"] for other in sio.members("chat")]


@sio.on("say")
async def say(sid: str, text: str) -> None:
    await sio.emit("said", sio.session(sid)["name"], text, room="chat")


if __name__ == "__main__":
    uvicorn.run(sio.asgi(), port=8000, ws=sio.protocol())
