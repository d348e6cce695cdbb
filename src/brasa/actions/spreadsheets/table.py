"""A table in a file, row by row in bounded memory, with the line each row began on."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType

import msgspec

from brasa.actions.spreadsheets.dialect import Aliases, Header, declared_delimiter, read_header
from brasa.actions.spreadsheets.encoding import detect
from brasa.domain.os_errors import reason
from brasa.errors import InvalidInput
from brasa.i18n import Text

_LONGEST_LINE = 1 << 17


class Row(msgspec.Struct, frozen=True, gc=False):
    """One row: its cells (as many as the header has), or what is wrong with its shape."""

    line: int
    cells: list[str]
    problem: Text | None = None


class Table:
    """An open table. Use as a context manager; iterate `rows()` once.

    Raises InvalidInput when the file has no header or cannot be read.
    """

    def __init__(self, path: Path, aliases: Aliases) -> None:
        self.path = path
        try:
            self.size = path.stat().st_size
            self.encoding = detect(path)
            self._raw = path.open("rb")
        except OSError as error:
            raise InvalidInput(
                "Não foi possível ler {path}: {why}", path=path, why=reason(error)
            ) from error
        self._text = io.TextIOWrapper(
            self._raw, encoding=self.encoding, errors="replace", newline=""
        )
        self._line = 0
        self._is_new_line = True
        self._record: list[str] = []
        try:
            self.header = self._find_header(aliases)
        except InvalidInput:
            self._text.close()
            raise

    def __enter__(self) -> "Table":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._text.close()

    @property
    def bytes_read(self) -> int:
        """How far the reading has come, in bytes of the file."""
        return self._raw.tell()

    def rows(self) -> Iterator[Row]:
        """Every row that is not empty, in order."""
        reader = csv.reader(self._lines(), delimiter=self.header.delimiter)
        while True:
            self._record = []
            first = self._line + 1
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error:
                yield from self._line_by_line(first)
                continue
            if self._is_torn(cells):
                yield from self._line_by_line(first)
            elif row := self._row(first, cells):
                yield row

    def _lines(self) -> Iterator[str]:
        while line := self._text.readline(_LONGEST_LINE):
            self._line += self._is_new_line
            self._is_new_line = line.endswith(("\n", "\r"))
            line = line.replace("\0", "")
            self._record.append(line)
            yield line

    def _find_header(self, aliases: Aliases) -> Header:
        delimiter = None
        for line in self._lines():
            if not line.strip(';,\t| \r\n"'):
                continue
            if delimiter is None and (delimiter := declared_delimiter(line)):
                continue
            return read_header(line, aliases, delimiter)
        raise InvalidInput("O arquivo {path} está vazio", path=self.path)

    def _is_torn(self, cells: list[str]) -> bool:
        """A quote that nobody closed swallows the lines below it; a cell may hold a line break."""
        return len(self._record) > 1 and len(cells) != len(self.header.names)

    def _line_by_line(self, first: int) -> Iterator[Row]:
        for number, line in enumerate(self._record, first):
            cells = next(
                csv.reader([line], delimiter=self.header.delimiter, quoting=csv.QUOTE_NONE), []
            )
            row = self._row(number, [cell.strip('"') for cell in cells])
            if row is not None:
                yield row

    def _row(self, line: int, cells: list[str]) -> Row | None:
        width = len(self.header.names)
        if len(cells) < width:
            cells = cells + [""] * (width - len(cells))
        elif len(cells) > width:
            if any(cell.strip() for cell in cells[width:]):
                text = Text(
                    "a linha tem {n} colunas e o cabeçalho {width}", n=len(cells), width=width
                )
                return Row(line, cells, text)
            cells = cells[:width]
        return Row(line, cells) if any(map(str.strip, cells)) else None
