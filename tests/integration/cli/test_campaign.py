"""Campaigns come in from files and are started, paused, resumed and stopped by name or number."""

import sqlite3
from pathlib import Path

import msgspec
import pytest

from brasa.actions.campaign_files import CampaignFiles
from brasa.errors import Conflict, InvalidInput
from brasa.store.tables import campaign_lists, campaign_sessions, campaigns, outbox
from tests.integration.cli.conftest import Brasa, Store

TALK = (
    'name = "conversa"\ndaily_target = 5\nsessions = ["A", "B"]\n[internal]\ntemplates = ["Oi"]\n'
)
NEWS = (
    'name = "novidades"\ndaily_target = 5\nsessions = ["A"]\n'
    '[external]\nlists = ["clientes"]\ntemplates = ["Oi"]\n'
)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "campanha.toml"
    path.write_text(TALK)
    return path


async def test_a_new_campaign_waits_to_be_started(store: Store, file: Path) -> None:
    b, a = await store.add_sessions("B", "A")
    made = await CampaignFiles(store.work).create(store.organization, file)
    [campaign] = await store.rows(campaigns)
    assert campaign["id"] == made.campaign_id
    assert (campaign["name"], campaign["status"]) == ("conversa", "waiting")
    assert campaign["reason"] == "not_started"
    seats = await store.rows(campaign_sessions)
    assert {row["session_id"]: row["position"] for row in seats} == {a: 0, b: 1}


async def test_dashboards_hear_of_it(store: Store, file: Path) -> None:
    await store.add_sessions("A", "B")
    await CampaignFiles(store.work).create(store.organization, file)
    [left] = await store.rows(outbox)
    assert left["event"] == "campaign-status"
    assert msgspec.json.decode(str(left["payload"]))["name"] == "conversa"


async def test_unknown_names_are_told_with_the_other_errors_and_nothing_changes(
    store: Store, file: Path
) -> None:
    await store.add_sessions("Atendimento 1")
    file.write_text(
        'name = "c"\ndaily_target = 0\nsessions = [\n  "Atendimento 1",\n  "Atendimeto 2",\n]\n'
        '[external]\nlists = ["clientes"]\ntemplates = ["Oi"]\n'
    )
    with pytest.raises(InvalidInput) as caught:
        await CampaignFiles(store.work).create(store.organization, file)
    assert [(p.line, p.field) for p in caught.value.problems] == [
        (2, "daily_target"),
        (5, "sessions[2]"),
        (8, "external.lists[1]"),
    ]
    assert caught.value.problems[1].accepted == "você quis dizer Atendimento 1?"
    assert await store.count(campaigns) == await store.count(campaign_lists) == 0


async def test_a_name_is_taken_once(store: Store, file: Path) -> None:
    await store.add_sessions("A", "B")
    await CampaignFiles(store.work).create(store.organization, file)
    with pytest.raises(Conflict, match="conversa"):
        await CampaignFiles(store.work).create(store.organization, file)


async def test_a_variable_that_nobody_has_is_warned_of(store: Store, file: Path) -> None:
    await store.add_sessions("A", "B")
    file.write_text(TALK.replace("Oi", "{{ sessao }} {{ nome }} {{ cidade }}"))
    made = await CampaignFiles(store.work).create(store.organization, file)
    [warning] = made.warnings
    assert (warning.line, warning.field) == (5, "internal.templates[1]")
    assert "cidade" in warning.problem


def test_the_life_of_a_campaign_from_the_command_line(brasa: Brasa, file: Path) -> None:
    brasa("organization", "create", "Brasa")
    for name in "AB":
        brasa("session", "add", name)
    assert brasa("campaign", "create", file).out == "Campanha 1 criada: conversa\n"
    assert "Enviando" in brasa("campaign", "start", "conversa").out
    assert "Pausada" in brasa("campaign", "pause", "1", "--note", "almoço").out
    assert "almoço" in brasa("campaign", "show", "conversa").out
    assert "Enviando" in brasa("campaign", "resume", "conversa").out
    refused = brasa("campaign", "resume", "conversa")
    told = "A campanha “conversa” está ativa: não pode ser retomada, só pausada ou encerrada\n"
    assert (refused.code, refused.err) == (2, told)
    assert "Encerrada" in brasa("campaign", "stop", "conversa").out
    refused = brasa("--language", "en", "campaign", "start", "conversa")
    assert refused.err == "The campaign “conversa” is stopped: it cannot be started\n"
    assert brasa("campaign", "list").out.split("\t")[:4] == ["1", "conversa", "stopped", "0"]


def test_what_went_wrong_is_put_right_from_the_command_line(
    brasa: Brasa, file: Path, tmp_path: Path
) -> None:
    brasa("organization", "create", "Brasa")
    brasa("session", "add", "A")
    contacts = tmp_path / "clientes.csv"
    rows = "".join(f"1198765432{n};sim\n" for n in range(3))
    contacts.write_text("telefone;consentimento\n" + rows)
    brasa("contacts", "import", contacts, "--list", "clientes")
    file.write_text(NEWS)
    brasa("campaign", "create", file)
    with sqlite3.connect(tmp_path / "data/brasa.db") as store:
        store.executemany(
            "INSERT INTO executions (organization_id, campaign_id, session_id, type, contact_id,"
            " state, error_code, scheduled_at, executed_at)"
            " VALUES (1, 1, 1, 'external', ?, ?, ?, 1, 2)",
            [(1, "failed", "1"), (2, "failed", "2"), (3, "unknown", "timeout")],
        )
    assert brasa("campaign", "retry", "novidades", "--code", "2").out == "De volta à fila: 1\n"
    assert brasa("campaign", "retry", "novidades").out == "De volta à fila: 1\n"
    wrong = brasa("campaign", "resolve", "novidades", "--as", "talvez")
    told = "--as: valor não aceito: talvez (sent | failed | retry)"
    assert (wrong.code, told in wrong.err) == (2, True)
    assert brasa("campaign", "resolve", "1", "--as", "sent").out == "Resolvidas: 1\n"
    with sqlite3.connect(tmp_path / "data/brasa.db") as store:
        states = store.execute("SELECT state FROM executions ORDER BY contact_id").fetchall()
    assert states == [("pending",), ("pending",), ("sent",)]


def test_where_there_is_nothing_the_next_step_is_told(brasa: Brasa) -> None:
    brasa("organization", "create", "Brasa")
    for words, step in (
        (("campaign", "list"), "brasa campaign create ARQUIVO"),
        (("session", "list"), "brasa session add NOME"),
        (("lists",), "brasa contacts import ARQUIVO --list NOME"),
        (("token", "list"), "brasa token create NOME"),
    ):
        answer = brasa(*words)
        assert (answer.code, answer.out) == (0, "")
        assert step in answer.err


def test_people_read_words_and_programs_codes(
    brasa: Brasa, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    brasa("organization", "create", "Brasa")
    for name in "AB":
        brasa("session", "add", name)
    brasa("campaign", "create", file)
    assert "\twaiting\t" in brasa("campaign", "list").out
    assert "\thealthy\t" in brasa("session", "list").out
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "120")
    assert "aguardando" in brasa("campaign", "list").out
    assert "saudável" in brasa("session", "list").out
    assert "healthy" in brasa("session", "list", "--language", "en").out


def test_a_pause_until_a_moment_that_is_none_is_refused(brasa: Brasa, file: Path) -> None:
    brasa("organization", "create", "Brasa")
    for name in "AB":
        brasa("session", "add", name)
    brasa("campaign", "create", file, "--start")
    assert brasa("campaign", "pause", "conversa", "--until", "logo").code == 2
    past = brasa("campaign", "pause", "conversa", "--until", "2001-01-01")
    assert (past.code, "--until: já passou: 2001-01-01" in past.err) == (2, True)
    assert "active" in brasa("campaign", "list").out


def test_a_campaign_that_is_not_there_is_told_with_those_that_are(brasa: Brasa, file: Path) -> None:
    brasa("organization", "create", "Brasa")
    for name in "AB":
        brasa("session", "add", name)
    brasa("campaign", "create", file)
    answer = brasa("campaign", "start", "outra")
    assert answer.code == 2
    assert "1 (conversa)" in answer.err
