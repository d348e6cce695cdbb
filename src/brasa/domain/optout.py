"""Recognizing that a contact wants no more messages."""

from collections.abc import Iterable
from functools import lru_cache

from brasa.domain.plain import plain

DEFAULT_WORDS = ("SAIR", "PARAR", "STOP", "CANCELAR")


def is_opt_out(text: str, words: Iterable[str] = DEFAULT_WORDS) -> bool:
    """Whether the whole message is one of the words; accents, case and punctuation do not count.

    "Sair!" is an opt-out; "quero sair mais cedo" is a conversation.
    """
    return plain(text) in _plain_words(tuple(words))


@lru_cache(maxsize=256)
def _plain_words(words: tuple[str, ...]) -> frozenset[str]:
    return frozenset(filter(None, map(plain, words)))
