"""The data folder."""

from pathlib import Path

from brasa.config.fields import Config
from brasa.domain.os_errors import reason
from brasa.errors import StoreError


def make_folder(config: Config) -> None:
    """Make the data folder where the database is a file in it. Raises StoreError."""
    if not config.database_url.startswith("sqlite"):
        return
    try:
        Path(config.data).mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(
            "Não foi possível criar a pasta {path}: {why}",
            code="unreachable",
            path=config.data,
            why=reason(error),
        ) from error
