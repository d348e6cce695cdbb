"""Progress bars by bytes and by rows, on terminals only."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.progress import (
    BarColumn,
    DownloadColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    TextColumn,
    TimeRemainingColumn,
    TransferSpeedColumn,
)

from brasa.cli.invocation import Invocation


@contextmanager
def progress_of(invocation: Invocation, label: str) -> Iterator[Callable[[int, int], None]]:
    """What to call with (bytes done, bytes in all); quiet where nobody looks."""
    with _bar(invocation, label, DownloadColumn(), TransferSpeedColumn()) as progress:
        yield progress


@contextmanager
def rows_progress(invocation: Invocation, label: str) -> Iterator[Callable[[int, int], None]]:
    """What to call with (rows done, rows in all); quiet where nobody looks."""
    with _bar(invocation, label, MofNCompleteColumn()) as progress:
        yield progress


@contextmanager
def _bar(
    invocation: Invocation, label: str, *columns: ProgressColumn
) -> Iterator[Callable[[int, int], None]]:
    if not invocation.err.is_terminal:
        yield lambda done, total: None
        return
    shown = (TextColumn("{task.description}"), BarColumn(), *columns, TimeRemainingColumn())
    with Progress(*shown, console=invocation.err, transient=True) as bar:
        task = bar.add_task(label, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)
