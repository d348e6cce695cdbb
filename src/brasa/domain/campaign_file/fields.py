"""Takes fields out of a table one by one; what is wrong is noted and reads as None."""

import json
from collections.abc import Callable, Mapping
from datetime import date, time
from difflib import get_close_matches
from typing import Any, TypeVar

from brasa.domain.campaign_file.locate import Path
from brasa.domain.campaign_file.problems import Problems
from brasa.i18n import Text

T = TypeVar("T")


class Fields:
    """One table of the file. Every key that nobody asked for is an unknown one: see `close`."""

    def __init__(self, table: Mapping[str, Any], path: Path, problems: Problems) -> None:
        self.path = path
        self.problems = problems
        self._table = table
        self._asked: list[str] = []

    def has(self, name: str) -> bool:
        """Whether the file says anything about `name`."""
        return name in self._table

    def raw(self, name: str, *, required: bool = False) -> Any:
        """The value as it is; None when absent."""
        self._asked.append(name)
        if name not in self._table and required:
            self.error(name, Text("falta este campo"))
        return self._table.get(name)

    def error(self, name: str, problem: Text, accepted: str = "") -> None:
        """Note that the field is wrong."""
        self.problems.error((*self.path, name), problem, accepted)

    def read(self, name: str, convert: Callable[[Any], T | None], accepted: str) -> T | None:
        """The field through `convert`, which returns None for what it does not accept."""
        value = self.raw(name)
        if value is None:
            return None
        found = convert(value)
        if found is None:
            self.error(name, not_accepted(value), accepted)
        return found

    def text(self, name: str, *, required: bool = False) -> str | None:
        """A text that is not empty."""
        value = self.raw(name, required=required)
        if value is None:
            return None
        if isinstance(value, str) and value.strip():
            return value.strip()
        self.error(name, not_accepted(value), Text("um texto que não seja vazio"))
        return None

    def integer(self, name: str, *, least: int = 1, required: bool = False) -> int | None:
        """A whole number, `least` or more."""
        value = self.raw(name, required=required)
        if value is None or (type(value) is int and value >= least):
            return value
        self.error(name, not_accepted(value), Text("um inteiro a partir de {least}", least=least))
        return None

    def tables(self, name: str) -> "list[Fields]":
        """An array of tables, `[[name]]`; empty when absent or wrong."""
        value = self.raw(name)
        if value is None:
            return []
        if isinstance(value, list) and all(isinstance(item, dict) for item in value):
            return [
                Fields(item, (*self.path, name, index), self.problems)
                for index, item in enumerate(value)
            ]
        self.error(name, not_accepted(value), Text("tabelas [[{name}]]", name=name))
        return []

    def table(self, name: str) -> "Fields | None":
        """A table, `[name]`."""
        value = self.raw(name)
        if value is None:
            return None
        if isinstance(value, dict):
            return Fields(value, (*self.path, name), self.problems)
        self.error(name, not_accepted(value), Text("uma tabela [{name}]", name=name))
        return None

    def close(self) -> None:
        """Note every key that is not known, with the one that was probably meant."""
        for name in self._table:
            if name not in self._asked:
                near = get_close_matches(name, self._asked, 1)
                accepted = (
                    Text("você quis dizer {name}?", name=near[0])
                    if near
                    else ", ".join(self._asked)
                )
                self.error(name, Text("campo desconhecido"), accepted)


def not_accepted(value: Any) -> Text:
    """What stands there, in short, as the file writes it."""
    if isinstance(value, dict):
        return Text("não pode ser uma tabela")
    shown = str(value) if isinstance(value, str | date | time) else json.dumps(value, default=str)
    return Text("valor não aceito: {value}", value=shown[:60] or '""')
