"""A progress bar by bytes, on terminals only."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.progress import (
    BarColumn,
    DownloadColumn,
    Progress,
    TextColumn,
    TimeRemainingColumn,
    TransferSpeedColumn,
)

from brasa.cli.invocation import Invocation


@contextmanager
def progress_of(invocation: Invocation, label: str) -> Iterator[Callable[[int, int], None]]:
    """What to call with (bytes done, bytes in all); quiet where nobody looks."""
    if not invocation.err.is_terminal:
        yield lambda done, total: None
        return
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        DownloadColumn(),
        TransferSpeedColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=invocation.err, transient=True) as bar:
        task = bar.add_task(label, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)
