"""Recognizing that a contact wants no more messages."""

import pytest

from brasa.domain.optout import is_opt_out


@pytest.mark.parametrize(
    "text", ["SAIR", "sair", " Sair! ", "S\u0301air.", "PARAR", "Stop", "cancelar...", "SAIR 🙏"]
)
def test_a_message_of_one_of_the_words_is_an_opt_out(text: str) -> None:
    assert is_opt_out(text)


@pytest.mark.parametrize(
    "text", ["", "quero sair mais cedo", "não pare", "sairá", "SAIR STOP", "s a i r", "👍"]
)
def test_a_conversation_is_none(text: str) -> None:
    assert not is_opt_out(text)


def test_the_words_are_a_setting() -> None:
    words = ["Não quero", "REMOVER"]

    assert is_opt_out("nao  QUERO!!", words)
    assert not is_opt_out("SAIR", words)


def test_an_empty_word_does_not_make_every_silence_an_opt_out() -> None:
    assert not is_opt_out("...", ["", "!"])
