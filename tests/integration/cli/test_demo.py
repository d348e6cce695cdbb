"""The demo is the seed: its sessions, its scores, its target about to be reached."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from brasa.actions.demo import examples, load_demo
from brasa.actions.measuring import Measuring
from brasa.actions.organizations import Organizations
from brasa.actions.spool import SpoolBus
from brasa.actions.unit import Work
from brasa.clock import SystemClock
from brasa.domain.health import HealthSettings
from brasa.engine.measure import Measurer
from brasa.errors import Conflict
from brasa.store import sessions
from brasa.store.campaigns import some
from brasa.store.database import Database
from brasa.store.healths import bot_healths
from brasa.store.migrate import migrate
from brasa.store.seats import seats_of
from brasa.store.statuses import campaign_statuses
from tools.make_examples import main as make_examples


@asynccontextmanager
async def opened(file: Path) -> AsyncIterator[Work]:
    clock = SystemClock()
    database = Database(f"sqlite+aiosqlite:///{file}")
    await migrate(database)
    yield Work(database, SpoolBus(database, clock), clock)
    await database.close()


@pytest.fixture
async def work(tmp_path: Path) -> AsyncIterator[Work]:
    """An empty store."""
    async with opened(tmp_path / "empty.db") as found:
        yield found


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with the demo, loaded once."""
    file = tmp_path_factory.mktemp("demo") / "demo.db"

    async def load() -> None:
        async with opened(file) as work:
            assert await load_demo(work) == ["Brasa Demo", "Padaria Aurora"]

    asyncio.run(load())
    return file


@pytest.fixture
async def demo(loaded: Path, tmp_path: Path) -> AsyncIterator[Work]:
    """The demo, in a store of its own."""
    async with opened(Path(shutil.copy(loaded, tmp_path))) as found:
        yield found


async def test_the_demo_shows_what_the_guide_shows(demo: Work) -> None:
    now = demo.clock.now()
    await Measurer(Measuring(demo, HealthSettings()), demo.clock, 10.0).run_once(now)
    async with demo.database.read() as connection:
        [warm_up, *_] = await campaign_statuses(connection, 1, None, now)
        healths = {one.session_name: one for one in await bot_healths(connection, 1)}
        [campaign] = await some(connection, 1, [int(warm_up.campaign_id)])
        seats = (await seats_of(connection, [campaign], now))[campaign.id]
        statuses = await campaign_statuses(connection, None, None, now)
    assert (warm_up.name, warm_up.status) == ("aquecimento 2", "active")
    assert [(seat.name, seat.target) for seat in seats] == [
        ("Atendimento 1", 120),
        ("Atendimento 2", 120),
    ]
    assert [seat.sent for seat in seats] == [119, 74]
    assert healths["Atendimento 1"].health_score == 98.02
    assert healths["Atendimento 2"].health_score == 60.65
    assert healths["Atendimento 2"].evidence == "good"
    assert healths["Atendimento 2"].state == "watch"
    assert {status.organization_id for status in statuses if status.status != "stopped"} == {1, 2}


async def test_the_external_campaign_sends_every_few_seconds_at_any_hour(demo: Work) -> None:
    now = demo.clock.now()
    async with demo.database.read() as connection:
        found = {one.name: one for one in await some(connection, 1)}
        news = found["Novidades da semana"]
        seats = (await seats_of(connection, [news], now))[news.id]
    pace = sum(seat.quota for seat in seats) / timedelta(days=1).total_seconds()
    assert 4 <= 1 / pace <= 9
    assert news.schedule.open_seconds(news.day(now)) == 86_400


async def test_a_store_that_is_not_empty_is_left_alone(work: Work) -> None:
    await Organizations(work).create("Minha")
    with pytest.raises(Conflict):
        await load_demo(work)
    async with work.database.read() as connection:
        assert await sessions.of_organization(connection, 1) == []


def test_the_example_files_are_those_that_the_tool_makes(tmp_path: Path) -> None:
    (tmp_path / "padaria").mkdir()
    make_examples(tmp_path)
    for made in tmp_path.rglob("*.csv"):
        assert made.read_bytes() == (examples() / made.relative_to(tmp_path)).read_bytes()
    assert (examples() / "historico.csv").stat().st_size < 1_000_000
