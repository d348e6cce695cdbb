"""No setting is there for nothing."""

import ast
from pathlib import Path

import pytest

import brasa
from brasa.config.sources import leaves

_PACKAGE = Path(brasa.__file__).parent
# Who reads them; `health` is handed on as it is, to who judges by it.
READERS = ("server/*.py", "cli/**/*.py", "domain/health.py", "actions/measuring.py")
# What is asked for by another name.
OTHERWISE = {"database": "database_url"}


def _names() -> set[str]:
    """What the readers ask any object for."""
    paths = (path for pattern in READERS for path in _PACKAGE.glob(pattern))
    trees = (ast.parse(path.read_text(encoding="utf-8")) for path in paths)
    return {
        node.attr for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Attribute)
    }


READ = _names()


@pytest.mark.parametrize("path", [path for path, _ in leaves()])
def test_a_setting_is_read_somewhere(path: str) -> None:
    assert OTHERWISE.get(path, path.rpartition(".")[2]) in READ
