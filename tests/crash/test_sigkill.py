"""A worker is killed at random moments; then our book and the provider's are compared."""

import asyncio
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

from sqlalchemy import func, select

from brasa.clock import truncate_ms
from brasa.domain.execution import ACCEPTED
from brasa.store.database import Database
from brasa.store.tables import campaign_sessions, executions
from tests.integration.engine.house import Clock, House
from tests.integration.engine.recount import assert_counters_agree
from tests.provider import BookProvider, running_provider

# BRASA_KILLS=100 BRASA_CONTACTS=100000 is the long version.
KILLS = int(os.environ.get("BRASA_KILLS", "4"))
CONTACTS = int(os.environ.get("BRASA_CONTACTS", "800"))
SESSIONS = 4
PER_DAY = 30 * 24 * 3600  # by each session: thirty a second
MICRO_BATCH = 50
PATIENCE = 20.0


async def test_nothing_is_sent_twice_and_nothing_is_lost(
    database: Database, tmp_path: Path
) -> None:
    rng = Random()
    with running_provider(tmp_path / "book", "--think", "0.004", "--latency", "0.01") as provider:
        house = House(database, Clock(truncate_ms(datetime.now(UTC))))
        await _campaign(house, provider)
        for number in range(KILLS):
            taken = len(provider.entries())
            with _worker(database, f"worker-{number}") as process:
                await provider.reached(taken + rng.randint(1, CONTACTS // 2 // KILLS), PATIENCE)
                await asyncio.sleep(rng.random() * 0.05)
                process.kill()
        with _worker(database, "last"):
            await _until_nothing_is_open(database)
        await _compare(house, provider)


async def _campaign(house: House, provider: BookProvider) -> None:
    organization = await house.make.organization()
    members = [
        await house.make.session(organization, channel="http", settings=provider.settings())
        for _ in range(SESSIONS)
    ]
    campaign = await house.campaign(organization, members, contacts=CONTACTS, daily_target=PER_DAY)
    await house.campaigns.start(organization, campaign)


@contextmanager
def _worker(database: Database, owner: str) -> "Iterator[subprocess.Popen[bytes]]":
    url = database.url.render_as_string(hide_password=False)
    command = [sys.executable, "-m", "tests.crash.worker", url, owner]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        try:
            yield process
        finally:
            process.kill()


async def _until_nothing_is_open(database: Database) -> None:
    query = select(func.count()).where(executions.c.state.in_(("pending", "scheduled", "sending")))
    enrolled = select(func.count()).select_from(executions)
    async with asyncio.timeout(PATIENCE + CONTACTS / 20):
        while True:
            async with database.read() as connection:
                left = (await connection.execute(query)).scalar_one()
                if left == 0 and (await connection.execute(enrolled)).scalar_one() == CONTACTS:
                    return
            # Another process works: looking again is all one can do.
            await asyncio.sleep(0.1)


async def _compare(house: House, provider: BookProvider) -> None:
    taken = provider.times()
    assert [key for key, times in taken.items() if times > 1] == [], "sent twice"
    in_book = Counter(key.partition("-")[0] for key in taken)
    assert [id_ for id_, times in in_book.items() if times > 1] == [], "tried twice"
    rows = await house.rows(executions)
    assert len(rows) == CONTACTS
    states = Counter(row.state for row in rows)
    assert states["sent"] + states["unknown"] == CONTACTS, "lost"
    assert states["unknown"] <= MICRO_BATCH * KILLS
    assert {str(row.id) for row in rows if row.state == "sent"} <= set(in_book), "only said so"
    await _is_visible(house, states["unknown"])
    await _settles(house, in_book)


async def _is_visible(house: House, unknown: int) -> None:
    await assert_counters_agree(house)
    assert sum(seat.unknown for seat in await house.rows(campaign_sessions)) == unknown


async def _settles(house: House, in_book: Counter[str]) -> None:
    """What stayed unknown is what the provider's book says, once it was asked."""
    house.clock.jump(timedelta(minutes=10))
    await house.engine.settler.run_once(house.clock.now())
    await house.engine.outlets.close()
    rows = await house.rows(executions)
    assert {str(row.id) for row in rows if row.state in ACCEPTED} == set(in_book)
    assert {row.error_code for row in rows if row.state == "failed"} <= {"not_taken"}
    assert Counter(row.state for row in rows)["unknown"] == 0
    await assert_counters_agree(house)
