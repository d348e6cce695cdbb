"""What a value should have been, in words: msgspec tells it in English, and to programmers."""

import re

from brasa.i18n import Text

_EXPECTED = re.compile(
    r"Expected `(?P<kind>\w+)(?: \| null)?`"
    r"(?: (?P<bound>[<>]=?) (?P<limit>-?[\d.e+]+)| matching regex '(?P<form>.*)')?(?:, got .*)?"
)
_KINDS = {
    "float": Text("um número"),
    "int": Text("um número inteiro"),
    "str": Text("um texto"),
    "bool": Text("true ou false"),
    "array": Text("uma lista"),
    "object": Text("um grupo de campos"),
}
_BOUNDS = {
    "<=": "{kind} até {limit}",
    "<": "{kind} menor que {limit}",
    ">=": "{kind} a partir de {limit}",
    ">": "{kind} maior que {limit}",
}


def in_words(message: str) -> str:
    """What msgspec expected, as "um número até 1"; what is said otherwise stays as it is."""
    found = _EXPECTED.fullmatch(message)
    kind = _KINDS.get(found["kind"]) if found else None
    if found is None or kind is None:
        return message.replace("`", "")
    if found["form"]:
        return Text("{kind} da forma {form}", kind=kind, form=found["form"])
    if not found["bound"]:
        return kind
    return Text(_BOUNDS[found["bound"]], kind=kind, limit=f"{float(found['limit']):g}")
