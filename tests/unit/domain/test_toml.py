"""TOML that can be stored."""

import tomllib

import pytest

from brasa.domain.toml import read_toml


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ('a = "b"\nc = "d\\u0000"\n', "at line 2, column 7"),
        ('a = [{b = ["\\U00000000"]}]', "at line 1, column 13"),
        ('"\\u0000" = 1', "at line 1, column 2"),
    ],
)
def test_a_nul_is_refused_where_it_stands(text: str, where: str) -> None:
    with pytest.raises(tomllib.TOMLDecodeError, match=where):
        read_toml(text)


def test_what_only_looks_like_one_is_text() -> None:
    text = "a = '\\u0000'\nb = \"\\\\u0000\" # \\u0000"
    assert read_toml(text) == {"a": "\\u0000", "b": "\\u0000"}
