"""The file that says which rows were not used, why, and what would have been."""

import csv
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import TextIO

from brasa.errors import FieldProblem
from brasa.i18n import translate

_COLUMNS = ("linha", "coluna", "problema", "aceito")


class RejectReport:
    """Written beside the input, from the first rejected row on; no rejection, no file.

    A report of an earlier run at the same place is replaced or removed, for it no longer holds.
    """

    def __init__(self, path: Path, names: Sequence[str], language: str) -> None:
        self.path = path
        self.count = 0
        self._names = names
        self._language = language
        self._file: TextIO | None = None

    def __enter__(self) -> "RejectReport":
        self.path.unlink(missing_ok=True)
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
            # The mark makes spreadsheets read the accents right.
            self._file = self.path.open("w", encoding="utf-8-sig", newline="")
            self._writer = csv.writer(self._file, delimiter=";")
            head = [translate(name, self._language) for name in _COLUMNS]
            self._writer.writerow([*head, *self._names])
        for problem in problems:
            what = translate(problem.problem, self._language)
            accepted = translate(problem.accepted, self._language)
            self._writer.writerow([line, problem.field, what, accepted, *cells])
