"""Every text for people exists in English, with the same values."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import brasa
from brasa.i18n import translate

_PACKAGE = Path(brasa.__file__).parent
# Which of a call's arguments are said to people: from this one on, or just this one.
_SAYING = {"Text": 0, "say": 0, "warn": 0, "tell": 0, "_say": 0, "translate": 0, "FieldProblem": 1}
_RAISING = frozenset(
    (
        "BrasaError",
        "Conflict",
        "Forbidden",
        "InvalidInput",
        "LimitExceeded",
        "NotFound",
        "PortInUse",
        "SendError",
        "StoreError",
        "Unauthorized",
        "Unavailable",
        "Unknown",
    )
)
_NOTIFY_TEXT = 4
# Constants that hold sentences: with a blank, and a capital, a brace or an accent in them.
_SENTENCE = re.compile(r"(?=.* )(?=[A-ZÀ-Ú]|.*[{à-úç]).*", re.DOTALL)
_NOT_FOR_PEOPLE = re.compile(r"^(Accept|application/|default-src|SELECT|[A-Z]+: )|[<>=;]|\d{4}-\d")
# Words that are the same in both languages.
_SAME = re.compile(
    r"[a-z0-9-]+( \| [a-z]+)*|(\{\w+\}[: ·]*)+|ISO 8601.*|[\d:T-]+|nome=valor"
    r"|  (API  |\{command\}).*"
)


def texts() -> Iterator[str]:
    for path in sorted(_PACKAGE.rglob("*.py")):
        if {"socketio", "migrations"} & set(path.parts):  # these speak to programmers only
            continue
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.Call):
                yield from _strings(_said(node))


def _said(call: ast.Call) -> list[ast.expr]:
    name = getattr(call.func, "id", getattr(call.func, "attr", ""))
    if name in ("Option", "Argument", "command"):
        return [keyword.value for keyword in call.keywords if keyword.arg == "help"]
    if name == "notify":
        return call.args[_NOTIFY_TEXT : _NOTIFY_TEXT + 1]
    if name in _SAYING:
        return call.args[_SAYING[name] :]
    return call.args[:1] if name in _RAISING else []


def constants() -> Iterator[str]:
    for room in ("actions", "cli", "domain", "gateway", "server", "store"):
        for path in sorted((_PACKAGE / room).rglob("*.py")):
            for node in ast.parse(path.read_text(encoding="utf-8")).body:
                if isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None:
                    found = _strings(list(ast.walk(node.value)))
                    yield from (text for text in found if _is_sentence(text))


def _strings(nodes: list[ast.expr] | list[ast.AST]) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value:
            yield node.value


def _is_sentence(text: str) -> bool:
    return bool(_SENTENCE.fullmatch(text)) and not _NOT_FOR_PEOPLE.search(text)


def test_texts_are_found() -> None:
    assert {"você quis dizer {name}?", "O banco de dados não responde"} <= set(texts())
    assert {"Aguardando: fora do horário", "Campanha pausada", "Iniciar o servidor"} <= set(
        constants()
    )


@pytest.mark.parametrize("text", sorted({*texts(), *constants()}))
def test_a_text_exists_in_english_with_the_same_values(text: str) -> None:
    english = translate(text, "en")

    assert english != text or _SAME.fullmatch(text)
    assert set(re.findall(r"\{\w+\}", english)) == set(re.findall(r"\{\w+\}", text))
