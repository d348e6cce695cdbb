"""Contacts come in from real spreadsheets, once, and every refused row says why."""

import csv
import resource
import sys
from pathlib import Path

import pytest
from sqlalchemy import text

from brasa.actions.contacts import Contacts, Imported
from brasa.errors import InvalidInput, LimitExceeded, StoreError
from brasa.store.tables import campaign_lists, contacts, list_members, lists, outbox
from tests.integration.cli.conftest import Brasa, Store

HEADER = "Nome;Celular;Cidade Natal;Consentimento;Origem do consentimento;Data do consentimento\n"
ANA = "Ana;(11) 98765-4321;Santos;sim;site;31/12/2025\n"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "contatos.csv"


async def import_text(store: Store, file: Path, content: str, **options: object) -> Imported:
    file.write_text(content)
    return await Contacts(store.work).import_file(store.organization, file, "clientes", **options)  # type: ignore[arg-type]


def report_of(done: Imported) -> list[list[str]]:
    assert done.report is not None
    with done.report.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file, delimiter=";"))


async def test_a_row_becomes_a_contact_in_the_list(store: Store, file: Path) -> None:
    done = await import_text(store, file, HEADER + ANA)
    assert (done.new, done.rejected, done.members, done.report) == (1, 0, 1, None)
    [contact] = await store.rows(contacts)
    assert contact["address"] == contact["phone"] == "+5511987654321"
    assert contact["name"] == "Ana"
    assert contact["variables"] == {"cidade_natal": "Santos"}
    assert contact["consent_source"] == "site"
    assert str(contact["consent_at"]) == "2025-12-31 03:00:00+00:00"
    assert [row["name"] for row in await store.rows(lists)] == ["clientes"]


@pytest.mark.parametrize(
    "header",
    ["telefone", "TELEFONE", "Celular", "WhatsApp", "phone", "Mobile Phone", "Número de telefone"],
)
async def test_the_phone_column_has_many_names(store: Store, file: Path, header: str) -> None:
    assert (await import_text(store, file, f"{header}\n11987654321\n")).new == 1


async def test_the_same_file_twice_changes_nothing(store: Store, file: Path) -> None:
    content = HEADER + ANA + "Bia;21 98765-4321;;sim;;\nEva;(31) 98765-4321;;não;;\n"
    await import_text(store, file, content)
    before = await store.rows(contacts), await store.count(outbox)
    done = await import_text(store, file, content)
    assert (done.new, done.updated, done.unchanged, done.members) == (0, 0, 3, 3)
    assert (await store.rows(contacts), await store.count(outbox)) == before


async def test_what_a_later_file_says_is_added_and_blanks_erase_nothing(
    store: Store, file: Path
) -> None:
    await import_text(store, file, HEADER + ANA)
    done = await import_text(store, file, "telefone;nome;bairro\n11987654321;;Centro\n")
    assert (done.new, done.updated) == (0, 1)
    [contact] = await store.rows(contacts)
    assert contact["name"] == "Ana"
    assert contact["variables"] == {"cidade_natal": "Santos", "bairro": "Centro"}
    assert contact["consent_source"] == "site"


async def test_a_no_takes_consent_back(store: Store, file: Path) -> None:
    await import_text(store, file, HEADER + ANA)
    await import_text(store, file, "telefone;consentimento\n11987654321;não\n")
    [contact] = await store.rows(contacts)
    assert (contact["consent_at"], contact["consent_source"]) == (None, None)


async def test_who_has_not_agreed_is_kept_and_counted(store: Store, file: Path) -> None:
    done = await import_text(
        store, file, HEADER + ANA + "Bia;21987654321;;;;\nEva;31987654321;;não;;\n"
    )
    assert (done.new, done.without_consent) == (3, 2)


async def test_a_yes_without_source_and_date_is_recorded_as_read_from_the_file(
    store: Store, file: Path
) -> None:
    await import_text(store, file, "telefone;opt-in\n11987654321;S\n")
    [contact] = await store.rows(contacts)
    assert contact["consent_source"] == "contatos.csv"
    assert contact["consent_at"] is not None


async def test_a_date_of_consent_alone_is_a_yes(store: Store, file: Path) -> None:
    await import_text(store, file, "telefone;data do consentimento\n11987654321;31/12/2025\n")
    [contact] = await store.rows(contacts)
    assert str(contact["consent_at"]) == "2025-12-31 03:00:00+00:00"


async def test_refused_rows_are_reported_and_the_good_ones_kept(store: Store, file: Path) -> None:
    content = (
        "nome;telefone;consentimento;data do consentimento;fuso\n"
        "Ana;11987654321;sim;31/12/2025;America/Recife\n"
        "Bia;123;talvez;ontem;America/Lua\n"
        "Eva;11 98765-4321;sim;;\n"
        "Lia;21987654321;sim;;;;sobra\n"
        "Rui;31987654321;sim;;\n"
    )
    done = await import_text(store, file, content)
    assert (done.new, done.rejected, done.members) == (2, 3, 2)
    assert done.report == file.with_name("contatos.rejeitados.csv")
    head, *rows = report_of(done)
    assert head[:5] == ["linha", "coluna", "problema", "aceito", "nome"]
    assert [(row[0], row[1]) for row in rows] == [
        ("3", "telefone"),
        ("3", "fuso"),
        ("3", "consentimento"),
        ("3", "data do consentimento"),
        ("4", "telefone"),
        ("5", "linha"),
    ]
    assert all(row[2] and row[3] for row in rows[:5])
    assert rows[0][4:7] == ["Bia", "123", "talvez"]
    assert "linha 2" in rows[4][2]


async def test_an_old_report_does_not_outlive_a_good_import(store: Store, file: Path) -> None:
    first = await import_text(store, file, HEADER + "Bia;123;;;;\n")
    assert first.report is not None
    assert first.report.exists()
    await import_text(store, file, HEADER + ANA)
    assert not first.report.exists()


async def test_a_file_of_refused_rows_only_makes_no_list(store: Store, file: Path) -> None:
    done = await import_text(store, file, HEADER + "Bia;123;;;;\n")
    assert (done.new, done.rejected) == (0, 1)
    assert await store.count(lists) == 0


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        ("nome;idade\nAna;3\n", "nenhuma coluna"),
        ("Ana;11987654321\nBia;21987654321\n", "não parece um cabeçalho"),
    ],
)
async def test_a_file_without_a_usable_header_is_refused(
    store: Store, file: Path, content: str, problem: str
) -> None:
    with pytest.raises(InvalidInput, match=problem):
        await import_text(store, file, content)


async def test_a_limit_bounds_the_rows(store: Store, file: Path) -> None:
    file.write_text("telefone\n" + "11987654321\n" * 5)
    with pytest.raises(LimitExceeded):
        await Contacts(store.work, max_rows=4).import_file(store.organization, file, "clientes")


async def test_campaigns_that_draw_from_the_list_walk_over_it_again(
    store: Store, file: Path
) -> None:
    await import_text(store, file, HEADER + ANA)
    await store.add_sessions("A")
    toml = file.with_name("c.toml")
    toml.write_text(
        'name = "c"\ndaily_target = 1\nsessions = ["A"]\n'
        '[external]\nlists = ["clientes"]\ntemplates = ["Oi"]\n'
    )
    from brasa.actions.campaign_files import CampaignFiles

    await CampaignFiles(store.work).create(store.organization, toml)
    async with store.work.unit() as unit:
        await unit.connection.execute(text("UPDATE campaign_lists SET enrolled_after = NULL"))
    await import_text(store, file, HEADER + ANA)
    assert [row["enrolled_after"] for row in await store.rows(campaign_lists)] == [0]


async def test_a_full_disk_keeps_what_was_read_and_the_next_run_finishes(
    sqlite_store: Store, file: Path
) -> None:
    content = "telefone;consentimento\n" + "".join(
        f"11 9{n:08};sim\n" for n in range(70_000_000, 70_030_000)
    )
    async with sqlite_store.work.unit() as unit:
        pages = (await unit.connection.execute(text("PRAGMA page_count"))).scalar_one()
        await unit.connection.execute(text(f"PRAGMA max_page_count = {pages + 600}"))
    with pytest.raises(StoreError, match="mantidos") as caught:
        await import_text(sqlite_store, file, content)
    assert caught.value.code == "disk_full"
    kept = caught.value.values["kept"]
    assert 0 < kept < 30_000
    assert await sqlite_store.count(contacts) == await sqlite_store.count(list_members) == kept
    async with sqlite_store.work.unit() as unit:
        await unit.connection.execute(text("PRAGMA max_page_count = 1000000"))
    done = await import_text(sqlite_store, file, content)
    assert (done.unchanged, done.new, done.members) == (kept, 30_000 - kept, 30_000)


async def test_100_000_rows_need_little_memory(sqlite_store: Store, file: Path) -> None:
    with file.open("w") as written:
        written.write("telefone;nome;obs\n")
        for number in range(100_000):
            written.write(f"11 9{70_000_000 + number};Fulano {number};{'x' * 200}\n")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    done = await Contacts(sqlite_store.work).import_file(
        sqlite_store.organization, file, "clientes"
    )
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / (
        1024 if sys.platform == "linux" else 1024 * 1024
    )
    assert done.new == 100_000
    assert grown < 60, "MiB: less than the rows alone would take"


def test_the_command_says_what_was_done(brasa: Brasa, file: Path) -> None:
    brasa("organization", "create", "Brasa")
    file.write_text(HEADER + ANA + "Bia;21987654321;;;;\nEva;123;;;;\n")
    answer = brasa("contacts", "import", file, "--list", "clientes")
    assert answer.code == 0
    assert (
        "Lista clientes: 2 contatos (novos: 2, atualizados: 0, sem mudança: 0, recusados: 1)"
        in answer.out
    )
    assert "Sem consentimento registrado: 1" in answer.err
    assert "contatos.rejeitados.csv" in answer.err
    assert brasa("lists").out.split("\t") == ["1", "clientes", "2", "1\n"]


def test_a_file_that_adds_nothing_leaves_the_list_as_large_as_it_was(
    brasa: Brasa, file: Path
) -> None:
    brasa("organization", "create", "Brasa")
    file.write_text(HEADER + ANA)
    brasa("contacts", "import", file, "--list", "clientes")
    file.write_text(HEADER)
    answer = brasa("contacts", "import", file, "--list", "clientes")
    assert (answer.code, answer.out.startswith("Lista clientes: 1 contatos (novos: 0")) == (0, True)
    assert "só tem o cabeçalho" in answer.err


def test_a_country_that_is_none_refuses_the_call_and_not_every_row(
    brasa: Brasa, file: Path
) -> None:
    brasa("organization", "create", "Brasa")
    file.write_text(HEADER + ANA)
    answer = brasa("contacts", "import", file, "--list", "clientes", "--region", "XX")
    assert (answer.code, brasa("lists").out) == (2, "")
    assert "--region: país desconhecido: XX (duas letras, como BR ou PT)" in answer.err
    assert brasa("contacts", "import", file, "--list", "clientes", "--region", "br").code == 0


def test_the_command_refuses_in_one_line_each(brasa: Brasa, file: Path) -> None:
    brasa("organization", "create", "Brasa")
    missing = brasa("contacts", "import", file, "--list", "x")
    assert (missing.code, len(missing.err.splitlines())) == (2, 1)
    file.write_text("a;b\n1;2\n")
    wrong = brasa("contacts", "import", file, "--list", "x", "--language", "en")
    assert wrong.code == 2
    assert "no column holds the phone number" in wrong.err


async def test_consent_of_the_future_is_refused(sqlite_store: Store, file: Path) -> None:
    done = await import_text(sqlite_store, file, HEADER + ANA.replace("2025", "2999"))
    assert (done.new, done.rejected) == (0, 1)
    assert report_of(done)[1][1:3] == ["Data do consentimento", "data no futuro"]


async def test_the_report_never_takes_the_place_of_the_file(
    sqlite_store: Store, file: Path
) -> None:
    content = HEADER + ANA + "Bia;?;;;;\n"
    with pytest.raises(InvalidInput):
        await import_text(sqlite_store, file, content, report=file)
    assert file.read_text() == content


async def test_a_report_that_cannot_be_written_says_why(sqlite_store: Store, file: Path) -> None:
    for place in (file.parent / "nowhere" / "r.csv", file.parent):
        with pytest.raises(InvalidInput) as caught:
            await import_text(sqlite_store, file, HEADER + "Bia;?;;;;\n", report=place)
        assert "não pode ser escrito" in caught.value.text


@pytest.mark.parametrize("place", ["missing.csv", "."])
def test_a_file_that_cannot_be_read_says_why_in_portuguese(
    brasa: Brasa, tmp_path: Path, place: str
) -> None:
    brasa("organization", "create", "Um")
    answer = brasa("contacts", "import", tmp_path / place, "--list", "x")
    assert answer.code == 2
    assert "o arquivo não existe" in answer.err or "é uma pasta" in answer.err
    english = brasa("contacts", "import", tmp_path / place, "--list", "x", "--language", "en")
    assert "does not exist" in english.err or "is a folder" in english.err
