"""What the console says first can be copied into a shell as it stands."""

import shlex

import pytest

from brasa.config import Config
from brasa.server.welcome import program_with_its_data, welcome


@pytest.mark.parametrize(
    ("data", "called", "program"),
    [
        ("data", ".venv/bin/brasa", ".venv/bin/brasa"),
        ("/srv/meus dados", "/usr/bin/brasa", "/usr/bin/brasa --data '/srv/meus dados'"),
        ("data", "/x/brasa/__main__.py", "python -m brasa"),
    ],
)
def test_the_commands_reach_this_server(data: str, called: str, program: str) -> None:
    assert program_with_its_data(Config(data=data), called) == program


def test_the_demo_is_shown_by_its_own_campaign() -> None:
    told = welcome(Config(access="open"), 4000, demo=True)
    [pause] = [line for line in told.splitlines() if "pause" in line]
    assert shlex.split(pause)[-2:] == ["pause", "aquecimento 2"]
    assert "http://localhost:4000" in told.splitlines()[0]


def test_an_empty_store_is_told_how_to_begin() -> None:
    told = welcome(Config(), 4000, empty=True)
    assert 'organization create "Minha Loja"' in told
    assert "token create" in told
    assert "campaign list" not in told


def test_where_tokens_are_asked_for_the_first_one_is_told_how_to_get() -> None:
    assert "token create" in welcome(Config(), 4000)
    assert "token create" not in welcome(Config(access="open"), 4000)
    assert "aquecimento" not in welcome(Config(), 4000)


def test_a_worker_does_not_promise_pages_it_does_not_serve() -> None:
    told = welcome(Config(role="worker"), 4000)

    assert "/readyz" in told
    assert "/docs" not in told
    assert "Socket.IO" not in told
