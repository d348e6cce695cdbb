"""Values that people type: `name=value` pairs and moments."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from brasa.domain.clocktime import instant
from brasa.errors import FieldProblem, InvalidInput
from brasa.i18n import Text


def settings_from(pairs: Sequence[str]) -> dict[str, Any]:
    """`["model.delivery=0.9"]` as a tree; values are JSON where they can be, else text.

    Raises InvalidInput.
    """
    tree: dict[str, Any] = {}
    for pair in pairs:
        path, equals, text = pair.partition("=")
        if not path or not equals:
            raise InvalidInput(
                problems=[FieldProblem("--set", Text("sem valor: {pair}", pair=pair), "nome=valor")]
            )
        *groups, name = path.split(".")
        table = tree
        for group in groups:
            table = table.setdefault(group, {})
        table[name] = _value(text)
    return tree


def moment(text: str | None, timezone: str, option: str, now: datetime) -> datetime | None:
    """A moment after `now`, on the clock of `timezone`. Raises InvalidInput."""
    if text is None:
        return None
    found = instant(text, ZoneInfo(timezone))
    if found is None:
        problem = Text("valor não aceito: {value}", value=text)
        raise InvalidInput(problems=[FieldProblem(option, problem, "2026-11-30T08:00")])
    if found <= now:
        problem = Text("já passou: {value}", value=text)
        raise InvalidInput(problems=[FieldProblem(option, problem, "um instante no futuro")])
    return found


def country(text: str, option: str) -> str:
    """The two letters of a country that has phone numbers. Raises InvalidInput."""
    # Not at the top: it takes long to load, and only an import needs it.
    from phonenumbers import SUPPORTED_REGIONS  # noqa: PLC0415

    if text.upper() not in SUPPORTED_REGIONS:
        problem = Text("país desconhecido: {value}", value=text)
        raise InvalidInput(problems=[FieldProblem(option, problem, "duas letras, como BR ou PT")])
    return text.upper()


def _value(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return text
