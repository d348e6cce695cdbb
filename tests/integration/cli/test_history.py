"""Past executions count like live ones, once, and stand in nobody's way."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import msgspec
import pytest

from brasa.actions.campaign_files import CampaignFiles
from brasa.actions.history import History, HistoryImported
from brasa.actions.history.rebase import Rebase
from brasa.actions.history.rows import PastExecution
from brasa.actions.organizations import Organizations
from brasa.domain.execution import ExecutionState
from brasa.domain.health import Health
from brasa.errors import InvalidInput
from brasa.store.tables import (
    campaign_days,
    campaign_sessions,
    campaigns,
    contacts,
    executions,
    health_points,
    organizations,
    recent_recipients,
    session_days,
    session_health,
    suppressions,
    throughput,
)
from tests.integration.cli.conftest import Store

ZONE = ZoneInfo("America/Sao_Paulo")
HEADER = "campanha;sessão;tipo;telefone;nome;para;enviada em;entregue em;lida em;situação;erro"
HEADER += ";pediu para sair\n"
ROWS = (
    "Convite;A;externa;11987654321;Ana;;01/10/2026 10:00:00;01/10/2026 10:00:05;;;;sim\n"
    "Convite;A;externa;21987654321;Bia;;01/10/2026 10:00:30;;;enviada;;\n"
    "Convite;B;externa;31987654321;Eva;;01/10/2026 23:30;;;falhou;131026;\n"
    "Convite;A;interna;;;B;02/10/2026 09:00;02/10/2026 09:00:02;02/10/2026 09:05;lida;;\n"
)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "historico.csv"


async def import_text(
    store: Store, file: Path, text: str, *, rebase: bool = False
) -> HistoryImported:
    file.write_text(text)
    return await History(store.work).import_file(store.organization, file, rebase=rebase)


async def test_every_counter_moves_as_if_it_had_happened_here(store: Store, file: Path) -> None:
    a, b = await store.add_sessions("A", "B")
    done = await import_text(store, file, HEADER + ROWS)
    assert (done.new, done.known, done.rejected) == (4, 0, 0)
    states = [row["state"] for row in await store.rows(executions)]
    assert states == ["delivered", "sent", "failed", "read"]
    assert all(row["finished_at"] for row in await store.rows(executions))
    days = {(row["session_id"], row["day"]): row for row in await store.rows(session_days)}
    first = days[a, date(2026, 10, 1)]
    assert (first["sent_external"], first["finished_external"]) == (2, 2)
    assert (first["delivered_external"], first["opted_out"]) == (1, 1)
    assert days[b, date(2026, 10, 1)]["finished_external"] == 1
    assert days[a, date(2026, 10, 2)]["delivered_internal"] == 1
    seats = {row["session_id"]: row for row in await store.rows(campaign_sessions)}
    assert (seats[a]["sent"], seats[a]["delivered"], seats[a]["read"]) == (3, 2, 1)
    assert (seats[b]["sent"], seats[b]["failed"]) == (0, 1)
    assert [row["sent"] for row in await store.rows(campaign_days)] == [2, 1, 0]
    health = {row["session_id"]: row for row in await store.rows(session_health)}
    assert (health[a]["outcomes"], health[b]["outcomes"]) == ("111", "0")
    assert all(row["changed"] for row in health.values())
    hours = [row for row in await store.rows(throughput) if row["seconds"] == 3600]
    assert sum(int(str(row["sent"])) for row in hours) == 3


async def test_an_unknown_campaign_is_made_as_one_that_has_ended(store: Store, file: Path) -> None:
    await store.add_sessions("A", "B")
    await import_text(store, file, HEADER + ROWS)
    [campaign] = await store.rows(campaigns)
    assert (campaign["name"], campaign["status"], campaign["total"]) == ("Convite", "stopped", 3)
    assert campaign["finished_at"] == datetime(2026, 10, 2, 12, tzinfo=UTC)


async def test_the_same_file_twice_changes_nothing(store: Store, file: Path) -> None:
    await store.add_sessions("A", "B")
    await import_text(store, file, HEADER + ROWS)
    tables = (executions, session_days, campaign_sessions, session_health, throughput, campaigns)
    before = [await store.rows(table) for table in tables]
    done = await import_text(store, file, HEADER + ROWS)
    assert (done.new, done.known) == (0, 4)
    assert [await store.rows(table) for table in tables] == before


async def test_who_is_not_known_becomes_a_contact_without_consent(store: Store, file: Path) -> None:
    await store.add_sessions("A", "B")
    await import_text(store, file, HEADER + ROWS)
    found = await store.rows(contacts)
    assert [row["name"] for row in found] == ["Ana", "Bia", "Eva"]
    assert not any(row["consent_at"] for row in found)


async def test_who_opted_out_is_suppressed(store: Store, file: Path) -> None:
    await store.add_sessions("A", "B")
    await import_text(store, file, HEADER + ROWS)
    assert [row["address"] for row in await store.rows(suppressions)] == ["+5511987654321"]


async def test_the_last_24_hours_take_places_under_the_cap(store: Store, file: Path) -> None:
    await store.add_sessions("A", "B")
    recent = datetime.now(UTC) - timedelta(hours=1)
    row = f"Convite;A;;11987654321;Ana;;{recent.isoformat(timespec='seconds')};;;;;\n"
    await import_text(store, file, HEADER + ROWS + row)
    assert await store.count(recent_recipients) == 1
    assert [row["recipients_24h"] for row in await store.rows(organizations)] == [1]


async def test_a_past_message_does_not_stop_a_coming_one(store: Store, file: Path) -> None:
    """The keys of past executions are below zero, the engine's are not."""
    await store.add_sessions("A", "B")
    await import_text(store, file, HEADER + ROWS)
    for row in await store.rows(executions):
        assert int(str(row["step"])) < 0 or int(str(row["slot"])) < 0


async def test_rows_for_a_running_campaign_need_its_sessions(store: Store, file: Path) -> None:
    await store.add_sessions("A", "B", "C")
    toml = file.with_suffix(".toml")
    toml.write_text(
        'name = "Convite"\ndaily_target = 5\nsessions = ["A", "B"]\n'
        '[internal]\ntemplates = ["Oi"]\n'
    )
    await CampaignFiles(store.work).create(store.organization, toml)
    with pytest.raises(InvalidInput, match="C não está na campanha"):
        await import_text(store, file, HEADER + ROWS + ROWS.replace(";A;", ";C;"))
    assert await store.count(executions) == 0
    assert (await import_text(store, file, HEADER + ROWS)).new == 4


async def test_wrong_rows_are_reported_and_the_others_kept(store: Store, file: Path) -> None:
    await store.add_sessions("A", "B")
    wrong = (
        "Convite;Z;externa;11987654321;;;ontem;;;;;\n"
        "Convite;A;estranha;11987654321;;;01/10/2026;;;;;\n"
        "Convite;A;externa;123;;;01/10/2026;;;sumiu;;\n"
        ";A;interna;;;;01/10/2026;;;;;\n"
        "Convite;A;externa;11987654321;;;01/10/2096;;;;;\n"
    )
    done = await import_text(store, file, HEADER + ROWS + wrong)
    assert (done.new, done.rejected) == (4, 5)
    assert done.report is not None
    told = [line.split(";")[:2] for line in done.report.read_text().splitlines()[1:]]
    assert told == [
        ["6", "sessão"],
        ["6", "enviada em"],
        ["7", "tipo"],
        ["8", "telefone"],
        ["8", "situação"],
        ["9", "campanha"],
        ["9", "para"],
        ["10", "enviada em"],
    ]


async def test_a_file_that_lacks_columns_is_refused(store: Store, file: Path) -> None:
    with pytest.raises(InvalidInput, match="enviada em"):
        await import_text(store, file, "campanha;sessão\nA;B\n")


async def test_rebased_data_ends_today_and_importing_it_again_changes_nothing(
    store: Store, file: Path
) -> None:
    await store.add_sessions("A", "B")
    await import_text(store, file, HEADER + ROWS, rebase=True)
    assert (await import_text(store, file, HEADER + ROWS, rebase=True)).known == 4
    now = store.work.clock.now()
    found = await store.rows(executions)
    assert all(row["read_at"] is None or row["read_at"] <= now for row in found)  # type: ignore[operator]
    days = {str(row["day"]) for row in await store.rows(session_days)}
    [organization] = await Organizations(store.work).all()
    assert organization.timezone == "America/Sao_Paulo"
    today = now.astimezone(ZONE).date()
    assert days == {str(today), str(today - timedelta(days=1))}


@pytest.mark.parametrize("hour", [0, 1, 12, 23])
def test_rebasing_keeps_the_order_and_puts_nothing_into_the_future(hour: int) -> None:
    now = datetime(2026, 11, 23, hour, 0, 30, tzinfo=ZONE)
    move = Rebase(date(2026, 10, 2), ZONE, now)
    moved = [
        move(past(datetime(2026, 10, day, h, tzinfo=ZONE))) for day in (1, 2) for h in range(24)
    ]
    times = [one.sent_at for one in moved]
    assert times == sorted(times)
    assert times[-1] <= now
    assert {at.astimezone(ZONE).date() for at in times} == {date(2026, 11, 22), date(2026, 11, 23)}
    assert all(one.read_at is not None and one.sent_at <= one.read_at <= now for one in moved)


def past(at: datetime) -> PastExecution:
    later = at + timedelta(minutes=30)
    return PastExecution(
        line=2,
        campaign="c",
        session="A",
        phone="+5511987654321",
        name="",
        to_session="",
        sent_at=at.astimezone(UTC),
        delivered_at=later,
        read_at=later,
        state=ExecutionState.READ,
        error_code=None,
        opted_out=False,
    )


async def test_each_past_day_has_its_point_of_health(store: Store, file: Path) -> None:
    a, b = await store.add_sessions("A", "B")
    await import_text(store, file, HEADER + ROWS)
    points = [(row["session_id"], row["hour"]) for row in await store.rows(health_points)]
    # The last hour of 1 and 2 October in São Paulo.
    first, second = datetime(2026, 10, 2, 2, tzinfo=UTC), datetime(2026, 10, 3, 2, tzinfo=UTC)
    assert sorted(points) == [(a, first), (a, second), (b, first), (b, second)]
    [of_a, *_] = await store.rows(health_points)
    # Two external sends, of which one arrived.
    assert msgspec.convert(of_a["health"], Health).delivery_rate == 50.0
    await import_text(store, file, HEADER + ROWS)
    assert len(await store.rows(health_points)) == 4
