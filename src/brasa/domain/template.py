"""Templates of messages: Liquid bodies, weighted variants, rendered for one recipient."""

import random
import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

import msgspec
from liquid import BoundTemplate
from liquid.exceptions import LiquidError, ResourceLimitError, UndefinedError

from brasa.domain.campaign import Template
from brasa.domain.sandbox import FILTERS, Sandbox
from brasa.errors import BrasaError, FieldProblem, InvalidInput

MAX_LENGTH = 4096
MAX_BODY = 16 * 1024

_SANDBOX = Sandbox()
_OUTPUT = re.compile(r"\{\{\s*([A-Za-z_]\w*)\s*\}\}", re.ASCII)


class CompiledTemplate(msgspec.Struct, frozen=True):
    """A body that is known to be valid. `variables` are the names it takes from outside.

    `pieces` is the body split at its outputs where it has nothing but text and plain `{{ name }}`:
    text and names by turns. Such bodies need no Liquid to be rendered.
    """

    body: str
    variables: frozenset[str]
    liquid: BoundTemplate
    pieces: tuple[str, ...] | None


@lru_cache(maxsize=4096)
def compile_template(body: str) -> CompiledTemplate:
    """Check a body once; raises InvalidInput with line and column of the first mistake."""
    if len(body) > MAX_BODY:
        raise _invalid("Modelo inválido: passa de {limit} caracteres", limit=MAX_BODY)
    body = _lines(body)
    try:
        liquid = _SANDBOX.from_string(body)
        analysis = liquid.analyze()
    except LiquidError as error:
        raise _syntax_error(error, body) from error
    for name, uses in analysis.filters.items():
        if name not in FILTERS:
            raise _invalid(
                "Modelo inválido: filtro {name} desconhecido (linha {line}, coluna {column})",
                accepted=", ".join(sorted(FILTERS)),
                name=name,
                **_position(body, uses[0].index),
            )
    variables = frozenset(analysis.globals)
    return CompiledTemplate(body, variables, liquid, _pieces(body, variables))


def variables(body: str) -> set[str]:
    """The names that a body takes from outside, also those that it has a default for."""
    return set(compile_template(body).variables)


def render(
    compiled: CompiledTemplate, values: Mapping[str, object], max_length: int = MAX_LENGTH
) -> str:
    """The message for one recipient.

    Raises BrasaError with code `template_variable_missing` where a value is printed that is not
    there, `template_too_long` above `max_length` characters, `template_failed` else.
    """
    text = _join(compiled.pieces, values) if compiled.pieces else None
    if text is None:
        text = _render_liquid(compiled, values)
    if len(text) > max_length:
        raise _too_long(max_length)
    # Nobody reads it, and PostgreSQL would refuse the message with all that are written beside it.
    return text.replace("\0", "")


def choose(templates: Sequence[Template], rng: random.Random) -> Template:
    """One of the variants, drawn in proportion to its weight."""
    if len(templates) == 1:
        return templates[0]
    return rng.choices(templates, weights=[template.weight for template in templates])[0]


def _pieces(body: str, names: frozenset[str]) -> tuple[str, ...] | None:
    """The body split at its outputs; None where it needs Liquid."""
    pieces = tuple(_OUTPUT.split(body))
    if any("{{" in text or "{%" in text for text in pieces[::2]):
        return None
    # A name that Liquid does not count as a variable is a word of its own, like `true`.
    return pieces if names.issuperset(pieces[1::2]) else None


def _join(pieces: tuple[str, ...], values: Mapping[str, object]) -> str | None:
    """What Liquid would make of the pieces; None for anything but present strings."""
    filled = list(pieces)
    for index in range(1, len(pieces), 2):
        value = values.get(pieces[index])
        if type(value) is not str:
            return None
        filled[index] = _lines(value)
    return "".join(filled)


def _lines(text: str) -> str:
    """Lines end as Liquid ends them, which would make two line ends of one from Windows."""
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def _render_liquid(compiled: CompiledTemplate, values: Mapping[str, object]) -> str:
    try:
        return compiled.liquid.render(dict(values))
    except UndefinedError as error:
        raise BrasaError(
            "Falta a variável {variable} do modelo",
            code="template_variable_missing",
            variable=_undefined_name(error, compiled),
        ) from error
    except ResourceLimitError as error:
        raise _too_long(MAX_LENGTH) from error
    # Some filters let Python's own errors out, for example a date beyond the year 9999.
    except (LiquidError, ValueError, ArithmeticError, TypeError, RecursionError) as error:
        raise BrasaError(
            "O modelo não pôde ser preenchido: {detail}",
            code="template_failed",
            detail=str(getattr(error, "message", error)),
        ) from error


def _undefined_name(error: UndefinedError, compiled: CompiledTemplate) -> str:
    token = error.token
    path = re.match(r"[\w.-]+", token.source[token.start_index :]) if token else None
    return path.group() if path else ", ".join(sorted(compiled.variables))


def _too_long(limit: int) -> BrasaError:
    return BrasaError(
        "A mensagem passa de {limit} caracteres", code="template_too_long", limit=limit
    )


def _syntax_error(error: LiquidError, body: str) -> InvalidInput:
    start = error.token.start_index if error.token else -1
    return _invalid(
        "Modelo inválido: erro na linha {line}, coluna {column}: {detail}",
        detail=str(error.message),
        **_position(body, start if start >= 0 else len(body)),
    )


def _position(body: str, index: int) -> dict[str, Any]:
    """Line and column of a character, both counted from 1."""
    before = body[:index]
    return {"line": before.count("\n") + 1, "column": len(before) - before.rfind("\n")}


def _invalid(text: str, *, accepted: str = "", **values: object) -> InvalidInput:
    problem = text.format(**values).partition(": ")[2]
    told = FieldProblem(field="template", problem=problem, accepted=accepted)
    return InvalidInput(text, problems=[told], **values)
