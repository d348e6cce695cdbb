"""Starts and stops the provider process of `book.py`, and reads its book."""

import asyncio
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.provider.book import read_book

_SCRIPT = Path(__file__).with_name("book.py")


class BookProvider:
    """A running provider: where it listens, and what it wrote down."""

    def __init__(self, port: int, book: Path, process: "subprocess.Popen[str]") -> None:
        self.port = port
        self.url = f"http://127.0.0.1:{port}"
        self.book = book
        self.process = process

    def entries(self) -> list[dict[str, Any]]:
        """Everything taken, in the order it was taken."""
        return read_book(self.book)

    def times(self) -> Counter[str]:
        """How often each idempotency key was taken."""
        return Counter(entry["key"] for entry in self.entries())

    async def reached(self, number: int, patience: float = 5.0) -> list[dict[str, Any]]:
        """The entries, once there are `number`. Raises TimeoutError after `patience` seconds."""
        async with asyncio.timeout(patience):
            # The book is another process's file: looking again is all one can do.
            while len(entries := self.entries()) < number:  # noqa: ASYNC110
                await asyncio.sleep(0.005)
        return entries

    def settings(self, **changes: Any) -> dict[str, Any]:
        """Settings of an `http` channel that sends to this provider."""
        return {
            "url": f"{self.url}/messages",
            "check_url": f"{self.url}/",
            "lookup": {
                "url": f"{self.url}/messages/{{idempotency_key}}",
                "absent_is_final": True,
            },
            "limits": {"messages_per_second": 1000.0, "batch": 50},
        } | changes


@contextmanager
def running_provider(book: Path, *options: str) -> Iterator[BookProvider]:
    """A provider with `book.py`'s command-line `options`, until the block ends.

    It also ends when this process dies. A second one on the same `book` goes on writing in it.
    """
    with subprocess.Popen(
        [sys.executable, str(_SCRIPT), "--book", str(book), "--with-parent", *options],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        try:
            port = process.stdout.readline().strip()
            assert port, "the provider did not start"
            yield BookProvider(int(port), book, process)
        finally:
            process.kill()
