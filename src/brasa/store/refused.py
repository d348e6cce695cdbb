"""Whether a database refuses what it was given, however often it is given it."""

import sqlite3

import asyncpg

_REFUSALS = (
    # Text that is none, and numbers beyond a column.
    UnicodeEncodeError,
    OverflowError,
    asyncpg.DataError,
    asyncpg.IntegrityConstraintViolationError,
    # Too long for an index.
    asyncpg.ProgramLimitExceededError,
    sqlite3.DataError,
    sqlite3.IntegrityError,
)


def is_refused(error: BaseException) -> bool:
    """Whether what was written is the trouble; False for a database that is away, or busy."""
    causes: list[BaseException | None] = [error, getattr(error, "orig", None), error.__cause__]
    causes += [cause.__cause__ for cause in causes if cause is not None]
    return any(isinstance(cause, _REFUSALS) for cause in causes)
