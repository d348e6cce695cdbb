"""What `brasa config` shows: all of it, and no secret."""

import pytest

from brasa.config import Config, effective
from brasa.config.show import masked


def test_every_setting_is_shown_with_a_line_of_help() -> None:
    settings = effective(Config())
    names = {setting.name for setting in settings}
    assert {"port", "realtime.connections", "health.prior"} <= names
    assert all(setting.help for setting in settings)


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("postgresql+asyncpg://u:s3cret@h/b", "postgresql+asyncpg://u:••••@h/b"),
        ("postgresql+asyncpg://u:p@ss@h/b", "postgresql+asyncpg://u:••••@h/b"),
        ("valkey://:s3cret@h:6379/0", "valkey://:••••@h:6379/0"),
        ("valkey://h:6379/0?password=s3cret&x=1", "valkey://h:6379/0?password=••••&x=1"),
        ("sqlite+aiosqlite:///data/brasa.db", "sqlite+aiosqlite:///data/brasa.db"),
    ],
)
def test_passwords_are_masked(address: str, shown: str) -> None:
    assert masked(address) == shown


def test_no_secret_of_a_config_is_shown() -> None:
    config = Config(database="postgresql+asyncpg://u:s3cret@h/b", engine="valkey://:s3cret@h/0")
    assert "s3cret" not in repr(effective(config))
