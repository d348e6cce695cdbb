"""Tables are read whatever a spreadsheet made of them."""

import csv
import io
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from brasa.actions.spreadsheets.table import Row, Table
from brasa.errors import InvalidInput

ALIASES = {"phone": ("telefone", "celular"), "name": ("nome",)}
RELAXED = settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def read(path: Path, content: bytes) -> tuple[Table, list[Row]]:
    path.write_bytes(content)
    with Table(path, ALIASES) as table:
        return table, list(table.rows())


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "contatos.csv"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252", "latin-1"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_any_encoding_delimiter_and_line_end(
    path: Path, encoding: str, delimiter: str, newline: str
) -> None:
    text = newline.join(
        delimiter.join(cells)
        for cells in (("Nome", "Telefone"), ("José Ação", "11 98765-4321"), ("Zoë", "2"))
    )
    table, rows = read(path, text.encode(encoding))
    assert table.header.fields == {"name": 0, "phone": 1}
    assert [row.cells for row in rows] == [["José Ação", "11 98765-4321"], ["Zoë", "2"]]
    assert [row.line for row in rows] == [2, 3]


def test_utf_16_without_a_mark_is_seen(path: Path) -> None:
    _, rows = read(path, "nome;telefone\nJosé;1\n".encode("utf-16-le"))
    assert rows[0].cells == ["José", "1"]


def test_a_letter_that_is_not_utf_8_far_down_the_file_decides(path: Path) -> None:
    content = b"nome;telefone\n" + b"Ana;1\n" * 120_000 + "José;2\n".encode("cp1252")
    table, rows = read(path, content)
    assert table.encoding == "cp1252"
    assert rows[-1].cells == ["José", "2"]


def test_the_delimiter_is_the_one_that_makes_sense_of_the_header(path: Path) -> None:
    table, rows = read(path, b'nome|telefone|"obs; a, b"\nAna|1|"x;y,z"\n')
    assert table.header.delimiter == "|"
    assert rows[0].cells == ["Ana", "1", "x;y,z"]


def test_a_sep_line_is_obeyed_and_no_row(path: Path) -> None:
    table, rows = read(path, b"sep=|\r\nnome|telefone\r\nAna|1\r\n")
    assert table.header.delimiter == "|"
    assert [row.line for row in rows] == [3]


def test_header_names_need_no_accents_nor_case(path: Path) -> None:
    table, _ = read(path, "  NÔME ;Télefone\n".encode())
    assert table.header.fields == {"name": 0, "phone": 1}


def test_line_breaks_and_quotes_within_a_cell(path: Path) -> None:
    _, rows = read(path, b'nome;telefone\n"Ana\nMaria ""Bia""";1\nEva;2\n')
    assert [row.cells for row in rows] == [['Ana\nMaria "Bia"', "1"], ["Eva", "2"]]
    assert [row.line for row in rows] == [2, 4]


def test_empty_lines_and_lines_of_delimiters_are_no_rows(path: Path) -> None:
    _, rows = read(path, b"\n;;\nnome;telefone\n\n;\n  ; \nAna;1\n\n")
    assert [row.cells for row in rows] == [["Ana", "1"]]
    assert rows[0].line == 7


def test_nul_bytes_are_dropped(path: Path) -> None:
    _, rows = read(path, b"nome;telefone\nA\0na;\x001\n")
    assert rows[0].cells == ["Ana", "1"]


def test_short_rows_are_filled_and_long_ones_refused(path: Path) -> None:
    _, rows = read(path, b"nome;telefone\nAna\nEva;2;;\nBia;3;4\n")
    assert [row.cells for row in rows[:2]] == [["Ana", ""], ["Eva", "2"]]
    assert rows[2].problem == "a linha tem 3 colunas e o cabeçalho 2"


def test_a_quote_that_nobody_closed_costs_no_other_row(path: Path) -> None:
    content = b'nome;telefone\nAna;1\n"Bia;2\nEva;3\n' + b"Lia;4\n" * 100_000
    _, rows = read(path, content)
    assert [row.cells for row in rows[:4]] == [
        ["Ana", "1"],
        ["Bia", "2"],
        ["Eva", "3"],
        ["Lia", "4"],
    ]
    assert len(rows) == 100_003


def test_a_line_without_end_needs_bounded_memory(path: Path) -> None:
    _, rows = read(path, b"nome;telefone\n" + b"x" * 5_000_000 + b";1\nAna;2\n")
    assert rows[-1].cells == ["Ana", "2"]


@pytest.mark.parametrize("content", [b"", b"\n\n", b"\xef\xbb\xbf", b"\xff\xfe", b" \r\n;;\r\n"])
def test_a_file_without_anything_is_refused(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    with pytest.raises(InvalidInput, match="vazio"):
        Table(path, ALIASES)


def test_a_file_that_is_not_there_is_refused(path: Path) -> None:
    with pytest.raises(InvalidInput, match="Não foi possível ler"):
        Table(path, ALIASES)


CELL = st.text(
    st.characters(exclude_categories=("Cs", "Cc"), include_characters="\n\t"), max_size=20
).map(str.strip)


@RELAXED
@given(
    rows=st.lists(st.tuples(CELL, st.from_regex(r"[0-9]{1,9}", fullmatch=True)), max_size=20),
    delimiter=st.sampled_from([";", ",", "\t", "|"]),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
)
def test_what_a_spreadsheet_writes_is_read_back(
    tmp_path: Path, rows: list[tuple[str, str]], delimiter: str, encoding: str
) -> None:
    text = io.StringIO()
    writer = csv.writer(text, delimiter=delimiter, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerows([("nome", "telefone"), *rows])
    _, found = read(tmp_path / "a.csv", text.getvalue().encode(encoding))
    assert [(row.cells[0].strip(), row.cells[1]) for row in found] == rows


@RELAXED
@given(
    content=st.binary(max_size=400), header=st.sampled_from([b"", b"nome;telefone\n", b"\xff\xfe"])
)
def test_no_bytes_crash_it(tmp_path: Path, content: bytes, header: bytes) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(header + content)
    try:
        table = Table(path, ALIASES)
    except InvalidInput:
        return
    with table:
        assert all(len(row.cells) >= len(table.header.names) for row in table.rows())
