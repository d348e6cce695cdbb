"""Run the migrations; loaded only when there are some to run."""

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection

from brasa.store.migrate import SCRIPTS


def upgrade(connection: Connection) -> None:
    """Apply every migration that is missing, in the connection's transaction."""
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
