"""Bring a database to this program's schema, or say why that cannot be."""

from importlib import import_module
from pathlib import Path

from sqlalchemy import Connection, column, func, inspect, select, table
from sqlalchemy.exc import DBAPIError

from brasa.errors import StoreError
from brasa.store.database import Database

SCRIPTS = Path(__file__).parent / "migrations"
# Any number that nothing else in the database locks.
_LOCK = int.from_bytes(b"brasa")
_VERSION = table("alembic_version", column("version_num"))


async def migrate(database: Database) -> None:
    """Apply every migration that is missing.

    Raises StoreError with code `newer` when the database was made by a later Brasa, `corrupt`
    when the file is not a database, `unreachable` when nothing answers.
    """
    try:
        if await is_current(database):
            return
        async with database.write() as connection:
            await connection.run_sync(_upgrade)
    except DBAPIError as error:
        text = "O banco de dados não pode ser usado: {why}"
        raise StoreError(text, code="corrupt", why=error.orig) from error
    except (TimeoutError, OSError) as error:
        raise StoreError("O banco de dados não responde", code="unreachable") from error


async def is_current(database: Database) -> bool:
    """Whether the schema is exactly the one this program knows."""
    async with database.read() as connection:
        return await connection.run_sync(_revision) == revisions()[-1]


def revisions() -> list[str]:
    """Every revision this program knows, the oldest first: the number that its script begins with.

    Read from the names, for nearly every start finds the schema as it should be, and Alembic
    takes longer to load than to find that out.
    """
    return sorted(script.name.partition("_")[0] for script in SCRIPTS.glob("versions/*_*.py"))


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table(_VERSION.name):
        return None
    return connection.execute(select(_VERSION.c.version_num)).scalar_one_or_none()


def _upgrade(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        # Nodes that start together come one after the other; SQLite's writers always do.
        connection.execute(select(func.pg_advisory_xact_lock(_LOCK)))
    current = _revision(connection)
    if current is not None and current not in revisions():
        raise StoreError(
            "O banco de dados foi criado por uma versão mais nova do Brasa (revisão {revision}); "
            "atualize o programa ou use outra pasta de dados",
            code="newer",
            revision=current,
        )
    if current != revisions()[-1]:
        import_module("brasa.store.upgrade").upgrade(connection)
