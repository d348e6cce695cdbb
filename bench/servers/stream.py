"""The server of the reconnect measurement: a steady stream of numbered events to one room."""

import argparse
import asyncio
import random
from typing import Any

from bench.servers.run import serve
from brasa.socketio import Handshake, Options, Server

EVERY = 0.02
"""Seconds between events, on average; some come in bursts."""


def build(seed: int) -> Server:
    """A quick heartbeat finds half-dead connections within the measurement."""
    sio = Server(Options(ping_interval=1.0, ping_timeout=1.0))
    chance = random.Random(seed)
    streaming = asyncio.Event()
    tasks: set[asyncio.Task[None]] = set()

    @sio.on("connect")
    async def connect(sid: str, handshake: Handshake, auth: dict[str, Any]) -> None:
        await asyncio.sleep(0)  # as an authentication that asks a database
        if not handshake.recovered and "control" not in handshake.query:
            sio.enter_room(sid, "room")

    async def stream() -> None:
        number = 0
        while streaming.is_set():
            following = range(number, number + chance.choice([1, 1, 1, 2, 10]))
            if chance.random() < 0.5:
                sio.emit_json_many([("n", b"%d" % each, ("room",)) for each in following])
            else:
                for each in following:
                    await sio.emit("n", each, "x" * chance.choice([0, 10, 500]), room="room")
            number = following.stop
            await asyncio.sleep(chance.expovariate(1 / EVERY))
        await sio.emit("end", number, room="room")

    @sio.on("start")
    def start(sid: str) -> None:
        streaming.set()
        tasks.add(asyncio.get_running_loop().create_task(stream()))

    @sio.on("stop")
    def stop(sid: str) -> None:
        streaming.clear()

    return sio


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    sio = build(args.seed)
    serve(sio.asgi(), sio.protocol(), sio.http(), args.port)


if __name__ == "__main__":
    main()
