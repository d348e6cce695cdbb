"""Every text for people in the domain exists in English, with the same values."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import brasa.domain
from brasa.i18n import translate

_FOLDER = Path(brasa.domain.__file__).parent
# What people read is a sentence or has a name in braces; constants of Liquid are neither.
_SENTENCE = re.compile(r"[A-ZÀ-Ú][a-zà-ú]+:? [^\n]*|[a-zà-ú]* ?[^{}|]*\{[a-z]+\}[^\n]*")


def texts() -> Iterator[str]:
    for path in sorted(_FOLDER.glob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        nodes = list(ast.walk(tree))
        docstrings = {id(node.value) for node in nodes if isinstance(node, ast.Expr)}
        pieces = {
            id(part) for node in nodes if isinstance(node, ast.JoinedStr) for part in node.values
        }
        for node in nodes:
            if not isinstance(node, ast.Constant) or id(node) in docstrings | pieces:
                continue
            if isinstance(node.value, str) and _SENTENCE.fullmatch(node.value):
                yield node.value


def test_texts_are_found() -> None:
    assert {"Telefone vazio", "A mensagem passa de {limit} caracteres"} <= set(texts())


@pytest.mark.parametrize("text", sorted(set(texts())))
def test_a_text_exists_in_english_with_the_same_values(text: str) -> None:
    english = translate(text, "en")

    assert english != text
    assert set(re.findall(r"\{\w+\}", english)) == set(re.findall(r"\{\w+\}", text))
