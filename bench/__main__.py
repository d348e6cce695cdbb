"""Runs the benchmarks: `python -m bench [--only PREFIX]`.

A benchmark is a module with `NAMES`, the rows it can yield, and `run(wanted)`, which yields those
of the wanted names. Add yours to `BENCHES`.
"""

import argparse
import importlib
import sys
from collections.abc import Collection, Iterable
from typing import Protocol, cast

from rich.console import Console
from rich.table import Table

from bench.rows import Row, save

BENCHES = ["bench.realtime", "bench.campaigns"]


class Bench(Protocol):
    """A benchmark module."""

    NAMES: Collection[str]

    def run(self, wanted: Collection[str]) -> Iterable[Row]:
        """Measure; `wanted` are some of `NAMES`."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", default="", help="run the benchmarks whose row name starts so")
    prefix = parser.parse_args().only
    rows: list[Row] = []
    for name in BENCHES:
        bench = cast("Bench", importlib.import_module(name))
        wanted = [name for name in bench.NAMES if name.startswith(prefix)]
        if wanted:
            rows += bench.run(wanted)
    save(rows)
    # A log is not a terminal of 80 columns.
    Console(width=None if sys.stdout.isatty() else 140).print(table(rows))


def table(rows: Iterable[Row]) -> Table:
    """The rows for reading."""
    shown = Table()
    for title in ("benchmark", "Brasa", "unit", "peer", "peer's", "ratio", "target"):
        shown.add_column(title, no_wrap=True)
    for row in rows:
        shown.add_row(
            row.name,
            f"{row.value:g}",
            row.unit,
            f"{row.peer} {row.peer_version}" if row.peer else "-",
            "-" if row.peer_value is None else f"{row.peer_value:g}",
            "-" if row.ratio is None else f"{row.ratio:.3f}",
            row.target,
        )
    return shown


if __name__ == "__main__":
    main()
