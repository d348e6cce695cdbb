"""A provider of its own process that keeps its own book: the judge of crash tests.

    python tests/provider/book.py --book FILE [--port 0] [--latency 0.01] [--fail 0.1] ...

It imports nothing of Brasa. What it takes is a line in the book before it is answered, also when
the client has died meanwhile, and also when the same key came before: only so can a reader of the
book see what was sent twice. The first line on stdout is the port.

    POST /messages                  JSON and an Idempotency-Key; answers {"id": ...}
    GET  /messages/{key}            {"id", "status", "times"}, or 404 when it was never taken
    GET  /                          {"ok": true}
    GET  /book                      the book, one JSON object per line: key, id, at, message
"""

import argparse
import asyncio
import json
import os
import random
import signal
import sys
import threading
import time
from pathlib import Path
from typing import Any

from aiohttp import web


class Book:
    """What was taken: a file that is only ever appended to, and how often each key is in it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.times: dict[str, int] = {}
        for entry in read_book(path):
            self._count(entry["key"])
        self._file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)

    def write(self, key: str, message: Any) -> str:
        """Append one message; its id."""
        name = f"book.{key}"
        entry = {"key": key, "id": name, "at": time.time(), "message": message}
        line = json.dumps(entry, ensure_ascii=False).encode() + b"\n"
        if os.write(self._file, line) != len(line):
            raise OSError("the book has no room")
        self._count(key)
        return name

    def _count(self, key: str) -> None:
        self.times[key] = self.times.get(key, 0) + 1


def read_book(path: Path) -> list[dict[str, Any]]:
    """The entries of a book, in the order they were written; none without a file."""
    if not path.exists():
        return []
    # While a line is being written a reader may see its beginning: that is no entry yet.
    whole = path.read_bytes().rpartition(b"\n")[0]
    return [json.loads(line) for line in whole.splitlines()]


class Provider:
    """The HTTP side: takes, refuses, is busy or loses the answer, as the options say."""

    def __init__(self, book: Book, options: argparse.Namespace) -> None:
        self.book = book
        self.options = options
        self.chance = random.Random(options.seed)

    async def take(self, request: web.Request) -> web.StreamResponse:
        """POST /messages."""
        message = json.loads(await request.read())
        options = self.options
        await self._wait(options.think)
        if message.get("to") in options.refuse or self.chance.random() < options.fail:
            return web.json_response({"error": "undeliverable", "code": "131026"}, status=400)
        if self.chance.random() < options.busy:
            return web.json_response({"error": "busy"}, status=503, headers={"Retry-After": "1"})
        name = self.book.write(request.headers["Idempotency-Key"], message)
        await self._wait(options.latency)
        if self.chance.random() < options.lose and request.transport is not None:
            request.transport.abort()
        return web.json_response({"id": name})

    async def tell(self, request: web.Request) -> web.StreamResponse:
        """GET /messages/{key}."""
        key = request.match_info["key"]
        times = self.book.times.get(key)
        if times is None:
            return web.json_response({"error": "unknown"}, status=404)
        return web.json_response({"id": f"book.{key}", "status": "sent", "times": times})

    async def greet(self, request: web.Request) -> web.StreamResponse:
        """GET /."""
        return web.json_response({"ok": True})

    async def show(self, request: web.Request) -> web.StreamResponse:
        """GET /book."""
        text = await asyncio.to_thread(self.book.path.read_bytes)
        return web.Response(body=text, content_type="application/x-ndjson")

    async def _wait(self, median: float) -> None:
        if median:
            await asyncio.sleep(self.chance.uniform(0.5, 1.5) * median)


async def serve(options: argparse.Namespace) -> None:
    """Serve until SIGTERM or SIGINT."""
    provider = Provider(Book(options.book), options)
    app = web.Application()
    app.router.add_get("/", provider.greet)
    app.router.add_post("/messages", provider.take)
    app.router.add_get("/messages/{key}", provider.tell)
    app.router.add_get("/book", provider.show)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", options.port, backlog=1024)
    await site.start()
    stopped = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stopped.set)
    print(runner.addresses[0][1], flush=True)
    await stopped.wait()
    await runner.cleanup()


def leave_with_parent() -> None:
    """End when stdin does: a killed test leaves no provider behind."""
    sys.stdin.buffer.read()
    os.kill(os.getpid(), signal.SIGKILL)


def parse(arguments: list[str] | None = None) -> argparse.Namespace:
    """The options; shares are probabilities, times seconds (the mean of a uniform spread)."""
    parser = argparse.ArgumentParser(description="A provider that keeps its own book.")
    parser.add_argument("--book", type=Path, required=True, help="the file to append to")
    parser.add_argument("--port", type=int, default=0, help="0 takes a free one")
    parser.add_argument("--think", type=float, default=0.0, help="time before it is written down")
    parser.add_argument("--latency", type=float, default=0.0, help="time from there to the answer")
    parser.add_argument("--fail", type=float, default=0.0, help="share refused for good (400)")
    parser.add_argument("--busy", type=float, default=0.0, help="share not taken now (503)")
    parser.add_argument("--lose", type=float, default=0.0, help="share taken, the answer lost")
    parser.add_argument("--refuse", action="append", default=[], help="an address to refuse")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--with-parent", action="store_true", help="end when stdin is closed")
    return parser.parse_args(arguments)


def main() -> None:
    """Run from the command line."""
    options = parse()
    if options.with_parent:
        threading.Thread(target=leave_with_parent, daemon=True).start()
    asyncio.run(serve(options))


if __name__ == "__main__":
    main()
