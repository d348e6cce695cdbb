"""What every command needs: the language, the terminal, the settings and the store."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Sequence
from contextlib import asynccontextmanager
from typing import Any, TypeVar

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from brasa.actions.organizations import Organizations
from brasa.actions.spool import SpoolBus
from brasa.actions.unit import Work
from brasa.clock import SystemClock
from brasa.config import Config, load, make_folder
from brasa.errors import FieldProblem
from brasa.i18n import translate
from brasa.store.database import Database
from brasa.store.migrate import migrate
from brasa.store.organizations import Organization

T = TypeVar("T")


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

    def problem(self, problem: FieldProblem) -> str:
        """A problem in one line."""
        field = translate(problem.field, self.language)
        what = translate(problem.problem, self.language)
        accepted = translate(problem.accepted, self.language)
        line = self.tell("linha {n}", n=problem.line) + ": " if problem.line is not None else ""
        return f"{line}{field}: {what}" + (f" ({accepted})" if accepted else "")

    def table(self, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
        """A table for people; plain lines with tabs where the output is not a terminal."""
        if not self.out.is_terminal:
            for row in rows:
                # Not through the console, which would draw the tabs as spaces.
                self.out.file.write("\t".join(str(cell) for cell in row) + "\n")
            return
        table = Table(*(self.tell(column) for column in columns), header_style="bold")
        for row in rows:
            table.add_row(*(escape(str(cell)) for cell in row))
        self.out.print(table)

    def run(self, do: Callable[[Work], Awaitable[T]]) -> T:
        """Call `do` with the store open; what it changes reaches a running server."""

        async def inside() -> T:
            async with opened(self.config()) as work:
                return await do(work)

        return asyncio.run(inside())

    def run_for(self, which: str | None, do: Callable[[Work, Organization], Awaitable[T]]) -> T:
        """`run` for one organization: by id or name, else the first."""

        async def inside(work: Work) -> T:
            return await do(work, await Organizations(work).find(which))

        return self.run(inside)


@asynccontextmanager
async def opened(config: Config) -> AsyncIterator[Work]:
    """The store of `config`, at this program's schema, until the block ends."""
    make_folder(config)
    clock = SystemClock()
    database = Database(config.database_url)
    try:
        await migrate(database)
        yield Work(database, SpoolBus(database, clock), clock)
    finally:
        await database.close()
