"""One run: a cluster at work, broken again and again, and then its books."""

import argparse
import asyncio
import contextlib
import random
import shutil
import signal
import tempfile
import time
from pathlib import Path

from sqlalchemy.exc import DBAPIError

from brasa.store.database import Database
from tools.chaos.books import (
    OPEN,
    Verdict,
    compare,
    longest_gap,
    over_cap,
    read_book,
    resolve,
    states,
)
from tools.chaos.campaign import House, houses, prepare
from tools.chaos.faults import Room
from tools.chaos.processes import Helper, Provider, node
from tools.servers import Postgres, Valkey

LEASE = 5.0
BATCH = 50
# A minute wrong, one way and the other.
OFFSETS = (0.0, 60.0, -60.0)


class Options(argparse.Namespace):
    """Times in seconds; `messages` for each kill, `rate` of them a second."""

    kills: int
    messages: int
    every: float
    rate: float
    sessions: int
    workers: int
    gateways: int
    seed: int
    patience: float
    keep: bool


async def run(options: Options) -> Verdict:
    """Break the cluster `kills` times while it works; let it finish; compare the books."""
    folder = Path(tempfile.mkdtemp(prefix="brasa-chaos-"))
    postgres, valkey = Postgres(), Valkey()
    with contextlib.ExitStack() as stack:
        if not options.keep:
            stack.callback(shutil.rmtree, folder, ignore_errors=True)
        for server in (postgres, valkey):
            stack.callback(server.stop)
            await asyncio.to_thread(server.start)
        book = folder / "book"
        provider = Provider(book, "--think", "0.005", "--latency", "0.01", "--lose", "0.0005")
        stack.callback(provider.stop)
        zygote = Helper("-m", "tools.chaos.zygote")
        stack.callback(zygote.stop)
        both = houses(options.sessions, options.kills * options.messages, options.rate)
        await prepare(postgres.url, provider.url, both)
        settings = {
            "data": str(folder),
            "database": postgres.url,
            "engine": valkey.url,
            "tick_seconds": "1",
            "lease_seconds": str(LEASE),
            "send_batch": str(BATCH),
        }
        workers = [
            node(zygote, "worker", i, folder, settings, OFFSETS[i % len(OFFSETS)])
            for i in range(options.workers)
        ]
        gateways = [node(zygote, "gateway", i, folder, settings) for i in range(options.gateways)]
        database = Database(postgres.url)
        room = Room(
            workers, gateways, postgres, valkey, database, random.Random(options.seed), LEASE
        )
        for process in (*workers, *gateways):
            process.start()
            stack.callback(process.end, signal.SIGKILL)
        supervisor = asyncio.create_task(room.supervise())
        try:
            verdict = await _judge(options, room, database, book, both)
        finally:
            supervisor.cancel()
            await database.close()
        print(f"faults: {dict(room.done)}; logs: {folder if options.keep else 'not kept'}")
        return verdict


async def _judge(
    options: Options, room: Room, database: Database, book: Path, both: tuple[House, House]
) -> Verdict:
    await _wait(lambda: _sent(book) > 0, options.patience, "nothing was sent")
    await _hurt(options, room, book)
    await room.settle()
    # The small organization is stopped by its cap: only the large one comes to an end.
    large = both[0]
    await _finish(database, large, options.patience)
    gap = longest_gap(read_book(book))
    unknown = (await states(database))["unknown"]
    resolved = sum([await resolve(database, house, read_book(book)) for house in both])
    stuck = await _finish(database, large, options.patience)
    room.watched = False
    for process in (*room.workers, *room.gateways):
        process.end(signal.SIGTERM)
    entries = read_book(book)
    twice, lost = await compare(database, entries)
    over = [name for house in both for name in over_cap(house, entries)]
    print(f"states: {dict(await states(database))}")
    return Verdict(
        kills=room.kills,
        faults=room.done.total(),
        sends=len(entries),
        twice=twice,
        lost=lost + stuck,
        unknown=unknown,
        resolved=resolved,
        longest_gap_s=gap,
        over_cap=over,
    )


async def _hurt(options: Options, room: Room, book: Path) -> None:
    """Do one thing after the other until enough nodes were killed."""
    pause = random.Random(options.seed + 1)
    told = 0
    while room.kills < options.kills:
        await asyncio.sleep(pause.uniform(0.5, 1.5) * options.every)
        await _patiently(room.hurt)
        if room.kills // 10 > told:
            told = room.kills // 10
            print(f"{room.kills} kills, {_sent(book)} sends", flush=True)


async def _patiently(act: object) -> None:
    """Ask again while the database is away."""
    for _ in range(20):
        try:
            await act()  # type: ignore[operator]
        except (OSError, DBAPIError):
            await asyncio.sleep(0.2)
        else:
            return


async def _finish(database: Database, house: House, patience: float) -> int:
    """Wait until every execution has come to something; how many have not."""
    give_up, left, last = time.monotonic() + patience, -1, time.monotonic()
    while time.monotonic() < give_up:
        try:
            found = await states(database, house)
        except (OSError, DBAPIError):
            await asyncio.sleep(0.2)
            continue
        now_left = sum(found[state] for state in OPEN)
        if now_left == 0 and found:
            return 0
        if now_left != left:
            # It moves: patience is for a standstill.
            left, last = now_left, time.monotonic()
            give_up = last + patience
        await asyncio.sleep(0.5)
    return left


def _sent(book: Path) -> int:
    return book.read_bytes().count(b"\n") if book.exists() else 0


async def _wait(condition: object, patience: float, why: str) -> None:
    give_up = time.monotonic() + patience
    while not condition():  # type: ignore[operator]
        if time.monotonic() > give_up:
            raise TimeoutError(why)
        await asyncio.sleep(0.1)
