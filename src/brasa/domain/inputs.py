"""Read what a client sent into a struct, naming everything that is wrong with it at once."""

from typing import Any, TypeVar, get_args

import msgspec
from msgspec import NODEFAULT, Meta

from brasa.errors import FieldProblem, InvalidInput
from brasa.i18n import Text

T = TypeVar("T", bound=msgspec.Struct)

MISSING = "é obrigatório"
UNKNOWN = "não é um campo conhecido"
INVALID = "tem um valor que não é aceito"

INSTANT = Text("um instante ISO 8601 com fuso, como 2026-11-10T15:00:00Z")
TEXT = r"^[^\u0000]*$"
"""What text may hold: PostgreSQL stores no NUL, and compares with none."""


def accepts(text: str, **constraints: Any) -> Meta:
    """Constraints of a field, and the sentence that tells people what it accepts."""
    return Meta(extra={"accepts": text}, **constraints)


def read(type_: type[T], raw: Any) -> T:
    """`raw`, decoded JSON, as a `type_`.

    Raises InvalidInput with a problem for every field that is missing, unknown or not accepted.
    """
    problems = problems_of(type_, raw)
    if problems:
        raise InvalidInput(problems=problems)
    return msgspec.convert(raw, type_)


def problems_of(type_: type[msgspec.Struct], raw: Any) -> list[FieldProblem]:
    """Everything that keeps `raw` from being a `type_`."""
    fields = msgspec.structs.fields(type_)
    names = [field.encode_name for field in fields]
    if not isinstance(raw, dict):
        return [FieldProblem("", "deve ser um objeto", "campos: " + ", ".join(names))]
    problems = [
        FieldProblem(str(name)[:100], UNKNOWN, ", ".join(names))
        for name in list(raw)[:100]
        if name not in names and type_.__struct_config__.forbid_unknown_fields
    ]
    for field in fields:
        if field.encode_name in raw:
            problems += _problem(field, raw[field.encode_name])
        elif field.default is NODEFAULT and field.default_factory is NODEFAULT:
            problems.append(FieldProblem(field.encode_name, MISSING, _accepts(field.type)))
    return problems


def _problem(field: Any, value: Any) -> list[FieldProblem]:
    try:
        msgspec.convert(value, field.type)
    except (msgspec.ValidationError, RecursionError):
        return [FieldProblem(field.encode_name, INVALID, _accepts(field.type))]
    return []


def _accepts(annotation: Any) -> str:
    """The sentence of `accepts`, wherever in the annotation it is."""
    for part in get_args(annotation):
        found = (part.extra or {}).get("accepts") if isinstance(part, Meta) else _accepts(part)
        if found:
            return str(found)
    return ""
