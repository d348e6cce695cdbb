"""The workload of the realtime benchmarks: `make bench-server PORT=...`."""

import argparse
import asyncio
from typing import Any

import msgspec

from bench.servers.run import serve
from brasa.socketio import Options, Server

EVENT = "execution-log"
PER_ITERATION = 10


def execution_log(number: int) -> bytes:
    """One event of the seed's shape, about 300 bytes of JSON."""
    return msgspec.json.encode(
        {
            "organizationId": 1,
            "campaignId": "campaign-0001",
            "campaignName": "Aquecimento",
            "executionId": f"execution-{number:08d}",
            "executionType": "external",
            "status": "sent",
            "fromSession": "session-01",
            "contactName": "Maria da Silva",
            "contactPhone": "+5511999990000",
            "executedAt": "2026-11-23T12:00:00.000Z",
            "timestamp": "2026-11-23T12:00:00.000Z",
        }
    )


def build(options: Options) -> Server:
    """`join-organization` joins a room; `bench {n, burst}` emits n events to it."""
    sio = Server(options)
    running: set[asyncio.Task[None]] = set()

    @sio.on("join-organization")
    def join(sid: str, data: dict[str, Any]) -> dict[str, bool]:
        sio.enter_room(sid, f"org-{data['organizationId']}")
        return {"success": True}

    @sio.on("bench")
    def bench(sid: str, data: dict[str, Any]) -> None:
        work = emit_all(data["n"], data.get("burst", PER_ITERATION))
        task = asyncio.get_running_loop().create_task(work)
        running.add(task)
        task.add_done_callback(running.discard)

    async def emit_all(count: int, burst: int) -> None:
        for number in range(count):
            sio.emit_json(EVENT, execution_log(number), room="org-1")
            if number % burst == burst - 1:
                await asyncio.sleep(0)

    return sio


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--flush-interval", type=float, default=Options().flush_interval)
    args = parser.parse_args()
    options = Options(max_connections=None, flush_interval=args.flush_interval)
    sio = build(options)
    serve(sio.asgi(), sio.protocol(), sio.http(), args.port)


if __name__ == "__main__":
    main()
