"""Reads a channel's settings into its struct, and names every field that is wrong at once."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, TypeVar

import msgspec

from brasa.channels.expected import in_words
from brasa.channels.secret import Secret, read_secret
from brasa.errors import FieldProblem, InvalidInput

T = TypeVar("T", bound=msgspec.Struct)
C = TypeVar("C")

_PATH = re.compile(r" - at `\$\.?(?P<path>[^`]*)`$")


def read_settings(raw: Mapping[str, Any], kind: type[T]) -> T:
    """`raw` as a `kind`.

    Raises InvalidInput with one problem per wrong field. No value is quoted: it may be a secret.
    """
    try:
        return _convert(dict(raw), kind)
    except msgspec.ValidationError as error:
        # One by one the fields tell all that is wrong; what remains is about the whole.
        problems = list(_problems(raw, kind)) or [_problem(error)]
    raise InvalidInput("Configuração de canal inválida", problems)


def _convert(raw: Any, kind: type[C]) -> C:
    return msgspec.convert(raw, kind, dec_hook=_decode, str_keys=True)


def _decode(kind: type, value: Any) -> Any:
    if kind is Secret:
        return read_secret(value)
    raise NotImplementedError


def _problems(raw: Mapping[str, Any], kind: type[msgspec.Struct]) -> Iterator[FieldProblem]:
    fields = {field.encode_name: field for field in msgspec.structs.fields(kind)}
    for name in raw.keys() - fields.keys():
        yield FieldProblem(name, "campo desconhecido", ", ".join(fields))
    for name, field in fields.items():
        if name not in raw:
            if field.required:
                yield FieldProblem(name, "campo obrigatório ausente")
            continue
        try:
            _convert(raw[name], field.type)
        except msgspec.ValidationError as error:
            yield _problem(error, name)


def _problem(error: msgspec.ValidationError, parent: str = "") -> FieldProblem:
    text = str(error)
    found = _PATH.search(text)
    path = found["path"] if found else ""
    joint = "." if parent and path and not path.startswith("[") else ""
    accepted = in_words(_PATH.sub("", text))
    return FieldProblem(f"{parent}{joint}{path}" or "*", "valor não aceito", accepted)
