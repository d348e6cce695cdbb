"""What the commands say exists in English, with the same values."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import brasa
from brasa.i18n import translate

_PACKAGE = Path(brasa.__file__).parent
_ROOMS = (
    "cli",
    "config",
    "domain/campaign_file",
    *(
        f"actions/{name}"
        for name in ("campaign_files", "contacts", "history", "sessions", "spreadsheets")
    ),
)
_SAYING = frozenset(("Text", "say", "warn", "tell", "_say"))
_RAISING = frozenset(
    ("InvalidInput", "Conflict", "NotFound", "LimitExceeded", "StoreError", "Unavailable")
)
_HELPING = frozenset(("help", "description"))
# Words that are the same in both languages.
_SAME = re.compile(r"[a-z]+( \| [a-z]+)*|(\{\w+\}[: ·]*)+")


def texts() -> Iterator[str]:
    for room in _ROOMS:
        for path in (_PACKAGE / room).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call):
                    yield from _said(node)


def _said(call: ast.Call) -> Iterator[str]:
    name = getattr(call.func, "id", getattr(call.func, "attr", ""))
    spoken = call.args if name in _SAYING | _RAISING else []
    helping = [keyword.value for keyword in call.keywords if keyword.arg in _HELPING]
    for node in (*spoken, *helping):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value:
            yield node.value


def test_texts_are_found() -> None:
    assert {"Iniciar uma campanha", "você quis dizer {name}?", "falta este campo"} <= set(texts())


@pytest.mark.parametrize("text", sorted(text for text in set(texts()) if not _SAME.fullmatch(text)))
def test_a_text_exists_in_english_with_the_same_values(text: str) -> None:
    english = translate(text, "en")
    assert english != text
    assert set(re.findall(r"\{\w*\}", english)) == set(re.findall(r"\{\w*\}", text))
