"""Words what a setting accepts, from its type."""

import msgspec
from msgspec import inspect

from brasa.i18n import Text


def accepted(kind: msgspec.inspect.Type) -> str:
    """One phrase for people: the values, the range or the form."""
    examples = _examples(kind)
    if examples:
        return Text("por exemplo {examples}", examples=" · ".join(examples))
    inner = kind.type if isinstance(kind, inspect.Metadata) else kind
    if isinstance(inner, inspect.LiteralType):
        return " | ".join(map(str, inner.values))
    if isinstance(inner, inspect.IntType):
        return _range(Text("número inteiro"), inner)
    if isinstance(inner, inspect.FloatType):
        return _range(Text("número"), inner)
    if isinstance(inner, inspect.VarTupleType):
        return Text("uma lista de textos")
    return Text("um texto que não seja vazio")


def _examples(kind: msgspec.inspect.Type) -> list[str]:
    if not isinstance(kind, inspect.Metadata):
        return []
    return list((kind.extra_json_schema or {}).get("examples", []))


def _range(noun: Text, kind: inspect.IntType | inspect.FloatType) -> Text:
    low, high = kind.ge, kind.le
    if low is not None and high is not None:
        return Text("{noun} de {low} a {high}", noun=noun, low=low, high=high)
    if low is not None:
        return Text("{noun} a partir de {low}", noun=noun, low=low)
    if kind.gt is not None:
        return Text("{noun} maior que {low}", noun=noun, low=kind.gt)
    return noun
