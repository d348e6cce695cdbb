"""Read sessions from a file: TOML (`[[sessions]]` tables, channel settings included) or CSV."""

import tomllib
from pathlib import Path
from typing import Any

import msgspec

from brasa.actions.spreadsheets.table import Table
from brasa.domain.os_errors import reason
from brasa.domain.toml import read_toml
from brasa.errors import FieldProblem, InvalidInput
from brasa.i18n import Text
from brasa.store.sessions import NewSession

_ALIASES = {
    "name": ("nome", "sessao", "name", "session"),
    "channel": ("canal", "channel"),
    "address": ("endereco", "telefone", "numero", "address", "phone"),
    "daily_cap": ("limite diario", "teto diario", "daily cap"),
}


def read_sessions(path: Path) -> list[NewSession]:
    """The sessions of a file. Raises InvalidInput naming every field that is wrong."""
    problems: list[FieldProblem] = []
    raw = _from_toml(path) if path.suffix.casefold() == ".toml" else _from_table(path)
    found = [_session(values, where, problems) for where, values in raw]
    if not raw:
        problems.append(FieldProblem("sessions", Text("o arquivo não tem sessões")))
    if problems:
        raise InvalidInput("O arquivo {path} não pode ser lido", problems, path=path)
    return [one for one in found if one is not None]


def _from_toml(path: Path) -> list[tuple[str, Any]]:
    try:
        document = read_toml(path.read_text(encoding="utf-8"))
    except OSError as error:
        text = "Não foi possível ler {path}: {why}"
        raise InvalidInput(text, path=path, why=reason(error)) from error
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise InvalidInput("Não foi possível ler {path}: {why}", path=path, why=error) from error
    sessions = document.get("sessions", [])
    if not isinstance(sessions, list) or document.keys() - {"sessions"}:
        problem = FieldProblem("sessions", Text("só são aceitas tabelas [[sessions]]"))
        raise InvalidInput("O arquivo {path} não pode ser lido", [problem], path=path)
    return [(f"sessions[{number}]", values) for number, values in enumerate(sessions, 1)]


def _from_table(path: Path) -> list[tuple[str, Any]]:
    rows: list[tuple[str, Any]] = []
    with Table(path, _ALIASES) as table:
        columns = table.header.fields
        if "name" not in columns:
            problem = FieldProblem(Text("cabeçalho"), Text("nenhuma coluna tem o nome da sessão"))
            raise InvalidInput("O arquivo {path} não pode ser lido", [problem], path=path)
        for row in table.rows():
            cells = {field: row.cells[index].strip() for field, index in columns.items()}
            values = {field: text for field, text in cells.items() if text}
            rows.append((Text("linha {n}", n=row.line), values))
    return rows


def _session(values: Any, where: str, problems: list[FieldProblem]) -> NewSession | None:
    try:
        return msgspec.convert(values, NewSession, strict=False)
    except msgspec.ValidationError as error:
        problems.append(FieldProblem(where, Text("valor não aceito"), str(error)))
        return None
