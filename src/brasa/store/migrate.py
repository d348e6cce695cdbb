"""Bring a database to this program's schema, or say why that cannot be."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, func, select
from sqlalchemy.exc import DBAPIError

from brasa.errors import StoreError
from brasa.store.database import Database

_SCRIPTS = Path(__file__).parent / "migrations"
# Any number that nothing else in the database locks.
_LOCK = int.from_bytes(b"brasa")


async def migrate(database: Database) -> None:
    """Apply every migration that is missing.

    Raises StoreError with code `newer` when the database was made by a later Brasa, `corrupt`
    when the file is not a database, `unreachable` when nothing answers.
    """
    try:
        async with database.write() as connection:
            await connection.run_sync(_upgrade)
    except DBAPIError as error:
        raise _unusable(error) from error
    except (TimeoutError, OSError) as error:
        raise StoreError("O banco de dados não responde", code="unreachable") from error


async def is_current(database: Database) -> bool:
    """Whether the schema is exactly the one this program knows."""
    async with database.read() as connection:
        return await connection.run_sync(
            lambda sync: MigrationContext.configure(sync).get_current_revision() == _head()
        )


def _head() -> str | None:
    return _scripts().get_current_head()


def _scripts() -> ScriptDirectory:
    return ScriptDirectory(str(_SCRIPTS))


def _upgrade(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        # Nodes that start together come one after the other; SQLite's writers always do.
        connection.execute(select(func.pg_advisory_xact_lock(_LOCK)))
    current = MigrationContext.configure(connection).get_current_revision()
    known = {script.revision for script in _scripts().walk_revisions()}
    if current is not None and current not in known:
        raise StoreError(
            "O banco de dados foi criado por uma versão mais nova do Brasa (revisão {revision}); "
            "atualize o programa ou use outra pasta de dados",
            code="newer",
            revision=current,
        )
    if current == _head():
        return
    config = Config()
    config.set_main_option("script_location", str(_SCRIPTS).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def _unusable(error: DBAPIError) -> StoreError:
    if "unable to open" in str(error.orig):
        return StoreError("Não foi possível abrir o arquivo do banco de dados", code="unreachable")
    return StoreError("O banco de dados não pode ser usado: {why}", code="corrupt", why=error.orig)
