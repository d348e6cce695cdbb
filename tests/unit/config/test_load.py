"""Settings come from flags, environment, file and defaults, in this order of rank."""

from pathlib import Path

import pytest

from brasa.config import Config, load
from brasa.config.load import InvalidConfig


def problems_of(**arguments: object) -> dict[str, str]:
    """Load what is wrong; field -> what would be accepted."""
    with pytest.raises(InvalidConfig) as caught:
        load(**{"environment": {}, **arguments})  # type: ignore[arg-type]
    return {problem.field: problem.accepted for problem in caught.value.problems}


def test_everything_has_a_default() -> None:
    assert load({}, {}) == Config()


def test_flags_win_over_the_environment_which_wins_over_the_file(tmp_path: Path) -> None:
    file = tmp_path / "brasa.toml"
    file.write_text('port = 1\nhost = "localhost"\ndata = "file"\n[realtime]\nconnections = 7\n')
    environment = {"BRASA_PORT": "2", "BRASA_HOST": "::1"}
    config = load({"port": 3, "host": None}, environment, file)
    assert (config.port, config.host, config.data) == (3, "::1", "file")
    assert config.realtime.connections == 7
    assert config.realtime.send_buffer == Config().realtime.send_buffer


def test_the_environment_may_name_the_file(tmp_path: Path) -> None:
    file = tmp_path / "brasa.toml"
    file.write_text("port = 1")
    assert load({}, {"BRASA_CONFIG": str(file)}).port == 1


def test_a_secret_may_lie_in_a_file(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("postgresql+asyncpg://u:p@h/b\n")
    assert load({}, {"BRASA_DATABASE_FILE": str(secret)}).database == "postgresql+asyncpg://u:p@h/b"


def test_groups_and_lists_have_names_in_the_environment() -> None:
    config = load({}, {"BRASA_HEALTH_PRIOR": "5", "BRASA_CORS_ORIGINS": "https://a, https://b"})
    assert config.health.prior == 5
    assert config.cors_origins == ("https://a", "https://b")


def test_everything_that_is_wrong_is_told_at_once(tmp_path: Path) -> None:
    file = tmp_path / "brasa.toml"
    file.write_text("prot = 1\ntick_seconds = 0\nrealtime = { conections = 1 }")
    environment = {
        "BRASA_ROLE": "boss",
        "BRASA_REALTIME_SEND_BUFFER": "big",
        "BRASA_ENGINE_FILE": str(tmp_path / "missing"),
    }
    told = problems_of(flags={"port": 70_000}, environment=environment, file=file)
    assert told.keys() == {
        "prot",
        "realtime.conections",
        "BRASA_ENGINE_FILE",
        "role",
        "port",
        "tick_seconds",
        "realtime.send_buffer",
    }
    assert told["prot"] == "você quis dizer port?"
    assert told["realtime.conections"] == "você quis dizer realtime.connections?"
    assert told["role"] == "all | gateway | worker"
    assert told["port"] == "número inteiro de 0 a 65535"


def test_a_file_that_is_no_toml_or_not_there_is_told(tmp_path: Path) -> None:
    broken = tmp_path / "brasa.toml"
    broken.write_text("port =")
    assert str(broken) in problems_of(file=broken)
    assert str(tmp_path / "none") in problems_of(file=tmp_path / "none")


def test_a_group_that_is_no_table_is_told_once(tmp_path: Path) -> None:
    file = tmp_path / "brasa.toml"
    file.write_text('realtime = "fast"')
    assert problems_of(file=file).keys() == {"realtime"}


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.0.10", "brasa.example"])
def test_open_access_is_refused_unless_only_this_machine_can_reach_it(host: str) -> None:
    told = problems_of(flags={"access": "open", "host": host})
    assert told.keys() == {"access"}


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1", "127.1.2.3"])
def test_open_access_is_fine_on_loopback(host: str) -> None:
    assert load({"access": "open", "host": host}, {}).access == "open"


def test_a_worker_of_its_own_needs_an_engine_that_is_shared() -> None:
    assert problems_of(flags={"role": "worker"}).keys() == {"role"}
    assert load({"role": "worker", "engine": "valkey://h:6379/0"}, {}).role == "worker"


def test_the_database_lies_in_the_data_folder() -> None:
    assert load({"data": "/d"}, {}).database_url == "sqlite+aiosqlite:////d/brasa.db"
