"""What every command needs: the language, the terminal and the settings."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from brasa.clock import iso_ms
from brasa.config import Config, load
from brasa.errors import FieldProblem
from brasa.i18n import number, translate


class Invocation:
    """One call of the command line."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.out = Console(highlight=False, soft_wrap=True)
        self.err = Console(highlight=False, soft_wrap=True, stderr=True)
        self.flags: dict[str, Any] = {}
        self.config_file: str | None = None

    def config(self) -> Config:
        """The settings, flags included. Raises InvalidConfig."""
        return load(self.flags, file=self.config_file)

    def say(self, text: str, **values: object) -> None:
        """One line for people."""
        self.out.print(escape(self.tell(text, **values)))

    def warn(self, text: str, **values: object) -> None:
        """One line for people that is not the answer."""
        self.err.print(escape(self.tell(text, **values)), style="yellow")

    def tell(self, text: str, **values: object) -> str:
        """`text` in the language of this invocation."""
        return translate(text, self.language, **values)

    def word(self, code: str, word: str) -> str:
        """A code as people call it; as it is where the output is not a terminal."""
        return self.tell(word) if self.out.is_terminal else code

    def figure(self, value: float, decimals: int = 0) -> str:
        """A number as people write it; as programs do where the output is not a terminal."""
        if self.out.is_terminal:
            return number(value, self.language, decimals)
        return f"{value:.{decimals}f}"

    def problem(self, problem: FieldProblem) -> str:
        """A problem in one line."""
        field = translate(problem.field, self.language)
        what = translate(problem.problem, self.language)
        accepted = translate(problem.accepted, self.language)
        line = self.tell("linha {n}", n=problem.line) + ": " if problem.line is not None else ""
        return f"{line}{field}: {what}" + (f" ({accepted})" if accepted else "")

    def instant(self, at: datetime, timezone: str) -> str:
        """A time on the clock of `timezone`; in UTC where the output is not a terminal."""
        if not self.out.is_terminal:
            return iso_ms(at)
        return f"{at.astimezone(ZoneInfo(timezone)):%Y-%m-%d %H:%M}"

    def table(
        self, columns: Sequence[str], rows: Sequence[Sequence[object]], empty: str = ""
    ) -> None:
        """A table for people; plain lines with tabs where the output is not a terminal.

        Where there are no rows, `empty` says what to do about it.
        """
        if not rows and empty:
            self.warn(empty)
            return
        if not self.out.is_terminal:
            for row in rows:
                # Not through the console, which would draw the tabs as spaces.
                self.out.file.write("\t".join(str(cell) for cell in row) + "\n")
            return
        table = Table(*(self.tell(column) for column in columns), header_style="bold")
        for row in rows:
            table.add_row(*(escape(str(cell)) for cell in row))
        self.out.print(table)
