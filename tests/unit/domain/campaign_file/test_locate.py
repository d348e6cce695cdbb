"""Every key of a TOML document is found on its line."""

import tomllib
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from brasa.domain.campaign_file.locate import Path, locate

DOCUMENT = '''\
# a comment with [brackets] = "and quotes"
name = "a \\" b" # trailing

list = [ "a]", # ] not the end
  'b', { x = 1, y = [2,
    3] },
]
text = """
[not.a.table]
key = 1
"""
a.b.c = 1
[table]
"quoted key" = """one line"""
day = 2026-01-01T00:00:00
[table.inner]
z = {}
[[items]]
name = "first"
[[items]]
name = "second"
[items.sub]
deep = true
[[items.parts]]
n = 1
'''


def test_keys_tables_items_and_inline_parts_are_on_their_lines() -> None:
    lines = locate(DOCUMENT)
    assert {path: lines[path] for path in PATHS} == PATHS


PATHS: dict[Path, int] = {
    ("name",): 2,
    ("list",): 4,
    ("list", 0): 4,
    ("list", 1): 5,
    ("list", 2, "x"): 5,
    ("list", 2, "y", 1): 6,
    ("text",): 8,
    ("a", "b", "c"): 12,
    ("table",): 13,
    ("table", "quoted key"): 14,
    ("table", "day"): 15,
    ("table", "inner", "z"): 17,
    ("items",): 18,
    ("items", 0, "name"): 19,
    ("items", 1, "name"): 21,
    ("items", 1, "sub", "deep"): 23,
    ("items", 1, "parts", 0, "n"): 25,
}

KEY = st.from_regex(r"[a-z]{1,4}", fullmatch=True)
SCALAR = st.sampled_from(["1", "true", '"a # b"', "'c]'", "1.5e3", "08:00:00", '"""x\ny"""'])
VALUE = st.recursive(
    SCALAR,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(lambda items: "[\n" + ", # c\n".join(items) + "\n]"),
        st.dictionaries(KEY, SCALAR.filter(lambda text: "\n" not in text), max_size=3).map(
            lambda table: "{" + ", ".join(f"{k} = {v}" for k, v in table.items()) + "}"
        ),
    ),
    max_leaves=6,
)


@given(st.dictionaries(KEY, VALUE, max_size=5), st.dictionaries(KEY, VALUE, max_size=3))
def test_every_path_of_any_document_is_found(top: dict[str, str], table: dict[str, str]) -> None:
    text = "".join(f"{key} = {value}\n" for key, value in top.items())
    text += "[[zzzzz]]\n" + "".join(f"{key} = {value}\n" for key, value in table.items())
    lines = locate(text)
    assert set(paths(tomllib.loads(text))) <= lines.keys()
    for key in top:
        assert text.splitlines()[lines[key,] - 1].startswith(f"{key} = ")


def paths(value: Any, path: Path = ()) -> list[Path]:
    found: list[Path] = [path] if path else []
    if isinstance(value, dict):
        return found + [p for key, inner in value.items() for p in paths(inner, (*path, key))]
    if isinstance(value, list):
        return found + [p for n, inner in enumerate(value) for p in paths(inner, (*path, n))]
    return found
