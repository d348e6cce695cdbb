"""What a parameter accepts, in words, from its declaration."""

from datetime import datetime
from enum import EnumType
from typing import Any, Literal, get_args, get_origin

from litestar.typing import FieldDefinition

from brasa.domain.inputs import INSTANT
from brasa.i18n import Text


def accepted(parameter: FieldDefinition) -> str:
    """One phrase: the words, the range or the form; nothing where any text will do."""
    for kind in (parameter.annotation, *get_args(parameter.annotation)):
        if words := _words(kind):
            return " | ".join(words)
        if kind is datetime:
            return INSTANT
    limits: Any = parameter.kwarg_definition
    low, high = getattr(limits, "ge", None), getattr(limits, "le", None)
    if low is not None and high is not None:
        return Text("um número inteiro de {low} a {high}", low=low, high=high)
    longest = getattr(limits, "max_length", None)
    return "" if longest is None else Text("um texto de até {n} letras", n=longest)


def _words(kind: Any) -> list[str]:
    if isinstance(kind, EnumType):
        return list(map(str, kind))
    return list(map(str, get_args(kind))) if get_origin(kind) is Literal else []
