"""The file that says which rows were not used, why, and what would have been."""

import csv
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import TextIO

from brasa.actions.spreadsheets.table import Table
from brasa.domain.os_errors import FULL, reason
from brasa.errors import FieldProblem, InvalidInput
from brasa.i18n import translate

_COLUMNS = ("linha", "coluna", "problema", "aceito")


class RejectReport:
    """Written beside the input, from the first rejected row on; no rejection, no file.

    A report of an earlier run at the same place is replaced or removed, for it no longer holds.
    """

    def __init__(self, path: Path, table: Table, language: str) -> None:
        if path.exists() and path.samefile(table.path):
            raise InvalidInput("O relatório não pode ser o próprio arquivo: {path}", path=path)
        self.path = path
        self.count = 0
        self._names = table.header.names
        self._language = language
        self._file: TextIO | None = None

    def __enter__(self) -> "RejectReport":
        try:
            self.path.unlink(missing_ok=True)
        except OSError as error:
            raise _unwritable(self.path, error) from error
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._file is not None:
            self._file.close()

    def reject(self, problems: Sequence[FieldProblem], line: int, cells: Sequence[str]) -> None:
        """Note one row with everything that is wrong in it."""
        self.count += 1
        if self._file is None:
            self._file = self._opened()
            self._writer = csv.writer(self._file, delimiter=";")
            head = [translate(name, self._language) for name in _COLUMNS]
            self._writer.writerow([*head, *self._names])
        for problem in problems:
            what = translate(problem.problem, self._language)
            accepted = translate(problem.accepted, self._language)
            self._writer.writerow([line, problem.field, what, accepted, *cells])

    def _opened(self) -> TextIO:
        try:
            # The mark makes spreadsheets read the accents right.
            return self.path.open("w", encoding="utf-8-sig", newline="")
        except OSError as error:
            if error.errno in FULL:
                raise
            raise _unwritable(self.path, error) from error


def _unwritable(path: Path, error: OSError) -> InvalidInput:
    text = "O relatório {path} não pode ser escrito: {why}"
    return InvalidInput(text, path=path, why=reason(error))
