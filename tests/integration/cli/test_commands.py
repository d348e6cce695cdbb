"""The commands: languages, exit codes, one clear line instead of a traceback."""

import json
import sqlite3
import tomllib
from pathlib import Path

import pytest

from brasa.domain.events import EVENT_NAMES
from tests.integration.cli.conftest import Brasa

PROJECT = Path(__file__).parents[3]
CONVERSATION = """
name = "conversa"
daily_target = 100
sessions = ["A", "B"]
[internal]
templates = ["Oi"]
"""


def test_help_names_every_command_in_the_language_of_the_caller(brasa: Brasa) -> None:
    told, in_english = brasa("--help").out, brasa("--help", "--language", "en").out
    for name in ("serve", "organization", "session", "contacts", "campaign", "history", "token"):
        assert name in told
        assert name in in_english
    assert "Iniciar o servidor" in told
    assert "Start the server" in in_english


def test_the_language_of_the_system_is_followed(
    brasa: Brasa, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LANG", "en_US.UTF-8")
    assert "Unknown option" in brasa("lists", "--nope").err
    monkeypatch.setenv("BRASA_LANGUAGE", "pt-BR")
    assert "Opção desconhecida" in brasa("lists", "--nope").err


@pytest.mark.parametrize(
    "arguments",
    [
        ["nope"],
        ["lists", "--nope"],
        ["contacts", "import", "a.csv"],
        ["session", "add"],
        ["token", "revoke", "x"],
        ["config", "--config", "/nowhere.toml"],
        ["lists"],
    ],
)
def test_what_is_typed_wrong_ends_with_2(brasa: Brasa, arguments: list[str]) -> None:
    answer = brasa(*arguments)
    assert answer.code == 2
    assert answer.err
    assert answer.out == ""


def test_a_store_that_cannot_be_reached_ends_with_3(
    brasa: Brasa, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("")
    answer = brasa("lists", "--data", tmp_path / "file" / "data")
    assert (answer.code, len(answer.err.splitlines())) == (3, 1)
    monkeypatch.setenv("BRASA_DATABASE", "postgresql+asyncpg://u:s3cret@127.0.0.1:1/brasa")
    answer = brasa("lists")
    assert (answer.code, len(answer.err.splitlines())) == (3, 1)
    assert "s3cret" not in answer.err


def test_a_store_that_is_none_ends_with_1(brasa: Brasa, tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "brasa.db").write_bytes(b"not a database" * 1000)
    answer = brasa("lists")
    assert (answer.code, len(answer.err.splitlines())) == (1, 1)


def test_config_tells_what_is_in_force_and_no_secret(
    brasa: Brasa, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BRASA_DATABASE", "postgresql+asyncpg://u:s3cret@h/b")
    answer = brasa("config")
    assert "port\t4000\t" in answer.out
    assert "s3cret" not in answer.out
    assert "••••" in answer.out


def test_every_wrong_setting_is_told(brasa: Brasa, tmp_path: Path) -> None:
    file = tmp_path / "brasa.toml"
    file.write_text('port = 70000\naccess = "open"\nhost = 1\n')
    answer = brasa("config", "--config", file)
    assert answer.code == 2
    assert [line.split(":")[0].strip() for line in answer.err.splitlines()[1:]] == ["host", "port"]


def test_organizations_are_found_by_name_and_number(brasa: Brasa) -> None:
    brasa("organization", "create", "Um")
    brasa("organization", "create", "Dois", "--timezone", "America/Manaus", "--speaks", "en")
    assert brasa("session", "add", "A", "--organization", "Dois").code == 0
    assert brasa("session", "list").out == ""
    assert "A" in brasa("session", "list", "-o", "2").out
    answer = brasa("session", "list", "-o", "Três")
    assert answer.code == 2
    assert "1 (Um), 2 (Dois)" in answer.err
    assert brasa("organization", "create", "Um").code == 2


def test_a_wrong_organization_is_told_field_by_field(brasa: Brasa) -> None:
    answer = brasa("organization", "create", "X", "--timezone", "America/Sao_Paul", "--speaks", "x")
    assert answer.code == 2
    assert "timezone" in answer.err
    assert "America/Sao_Paulo" in answer.err
    assert "language" in answer.err


def test_sessions_are_added_and_switched(brasa: Brasa) -> None:
    brasa("organization", "create", "Brasa")
    added = brasa("session", "add", "A", "--daily-cap", "9", "--set", "model.delivery=0.5")
    assert added.out == "Sessão 1 adicionada: A\n"
    assert brasa("session", "disable", "A").code == 0
    assert brasa("session", "list").out == "1\tA\tsimulator\thealthy\t-\tnão\n"
    assert brasa("session", "enable", "A").code == 0
    assert "habilitada" not in brasa("session", "release", "A").out
    assert brasa("session", "release", "A").code == 2
    assert brasa("session", "disable", "Z").code == 2


def test_a_release_reaches_the_dashboards_of_a_running_server(brasa: Brasa, tmp_path: Path) -> None:
    brasa("organization", "create", "Brasa")
    for name in "AB":
        brasa("session", "add", name)
    file = tmp_path / "campanha.toml"
    file.write_text(CONVERSATION)
    brasa("campaign", "create", file)
    with sqlite3.connect(tmp_path / "data/brasa.db") as store:
        store.execute("UPDATE sessions SET state = 'held', state_reason = '130429'")
        store.execute("DELETE FROM outbox")
    assert brasa("session", "release", "A").code == 0
    with sqlite3.connect(tmp_path / "data/brasa.db") as store:
        changes = store.execute("SELECT from_state, reason FROM session_changes").fetchall()
        told = {event for (event,) in store.execute("SELECT event FROM outbox")}
    assert changes == [("held", "released_by_operator")]
    assert told == {"bot-health", "campaign-log", "notification"}


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        (("campaing", "list"), "Comando desconhecido: campaing; você quis dizer campaign?"),
        (("campaign", "show", "volta", "às", "aulas"), "Palavras a mais: às aulas"),
        (("serve", "--port", "abc"), "--port: valor não aceito: abc (um número inteiro)"),
        (("token", "revoke", "x"), "NUMERO: valor não aceito: x (um número inteiro)"),
    ],
)
def test_what_was_typed_wrong_is_told_in_ones_own_language(
    typed: tuple[str, ...], told: str, brasa: Brasa
) -> None:
    answer = brasa(*typed)
    assert (answer.code, told in answer.err) == (2, True), answer.err
    assert "Ajuda: brasa" in answer.err


def test_wrong_sessions_are_told_and_none_is_added(brasa: Brasa, tmp_path: Path) -> None:
    brasa("organization", "create", "Brasa")
    file = tmp_path / "s.toml"
    file.write_text(
        '[[sessions]]\nname = "A"\n[[sessions]]\nname = "A"\n'
        '[[sessions]]\nname = "B"\nchannel = "pigeon"\n'
        '[[sessions]]\nname = "C"\nsettings = { model = { delivery = 2 } }\n'
    )
    answer = brasa("session", "import", file)
    assert answer.code == 2
    assert [line.split(":")[0].strip() for line in answer.err.splitlines()[1:]] == [
        "B.channel",
        "C.model.delivery",
        "A.name",
    ]
    assert brasa("session", "list").out == ""


def test_sessions_come_from_spreadsheets_too(brasa: Brasa, tmp_path: Path) -> None:
    brasa("organization", "create", "Brasa")
    file = tmp_path / "s.csv"
    file.write_text("Sessão,Telefone,Limite diário\nBalcão,+5592990000011,40\nEntregas,,\n")
    assert brasa("session", "import", file).out == "2 sessões adicionadas\n"
    assert "Balcão" in brasa("session", "list").out


def test_a_token_is_shown_once_and_stored_as_a_digest(brasa: Brasa, tmp_path: Path) -> None:
    brasa("organization", "create", "Brasa")
    secret = brasa("token", "create", "painel", "--role", "operator").out.strip()
    assert secret.startswith("brasa_")
    assert len(secret) > 40
    listed = brasa("token", "list").out
    assert secret not in listed
    assert "Z\t-" in listed  # UTC for programs
    stored = b"".join(file.read_bytes() for file in (tmp_path / "data").iterdir())
    assert secret.encode() not in stored
    assert brasa("token", "revoke", "1").code == 0
    assert brasa("token", "revoke", "1").code == 2
    assert brasa("token", "create", "x", "--role", "king").code == 2


def test_the_schema_describes_every_event(brasa: Brasa) -> None:
    document = json.loads(brasa("schema", "events").out)
    assert set(document["properties"]) == {*EVENT_NAMES.values(), "pong"}
    status = document["$defs"]["CampaignStatusData"]
    assert "nextExecution" in status["properties"]
    assert "nextExecution" not in status["required"]


def test_every_example_is_toml() -> None:
    for file in (PROJECT / "examples").rglob("*.toml"):
        assert tomllib.loads(file.read_text())
