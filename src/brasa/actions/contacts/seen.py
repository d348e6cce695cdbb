"""Remembers which addresses a file has brought so far, in bounded memory."""

import sqlite3


class Seen:
    """Address -> the line it first stood on. Spills to a temporary file that nobody else sees."""

    def __init__(self) -> None:
        self._connection = sqlite3.connect("", check_same_thread=False, isolation_level=None)
        self._connection.execute("PRAGMA cache_size = -8192")
        self._connection.execute("PRAGMA journal_mode = OFF")
        self._connection.execute(
            "CREATE TABLE seen (address TEXT PRIMARY KEY, line INTEGER) WITHOUT ROWID"
        )
        # Never committed: nothing has to reach the disk, only what memory does not hold.
        self._connection.execute("BEGIN")

    def earlier(self, address: str, line: int) -> int | None:
        """The line on which `address` stood before; None the first time, which is `line`."""
        added = self._connection.execute(
            "INSERT INTO seen VALUES (?, ?) ON CONFLICT DO NOTHING", (address, line)
        )
        if added.rowcount:
            return None
        found = self._connection.execute("SELECT line FROM seen WHERE address = ?", (address,))
        return int(found.fetchone()[0])

    def close(self) -> None:
        """Forget everything."""
        self._connection.close()
