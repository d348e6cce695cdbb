"""The tables of a campaign's file: windows, quiet hours, messages, ramp, retry."""

from typing import Any

from brasa.domain.campaign import (
    External,
    Internal,
    QuietHours,
    Ramp,
    Retry,
    Template,
    Window,
    Zone,
)
from brasa.domain.campaign_file.fields import Fields, not_accepted
from brasa.domain.clocktime import day_number, hour_of_day
from brasa.domain.template import compile_template
from brasa.errors import InvalidInput
from brasa.i18n import Text

_HOUR = Text('uma hora, como "08:00"')
_ALL_DAYS = (1, 2, 3, 4, 5, 6, 7)


def window(fields: Fields) -> Window | None:
    """One `[[windows]]`; `to` equal to `from` is the whole day."""
    begins = fields.read("from", hour_of_day, _HOUR)
    ends = fields.read("to", hour_of_day, _HOUR)
    days = fields.read("days", _days, Text("dias, como {days}", days='["seg", "ter", "sex"]'))
    _both(fields)
    fields.close()
    if begins is None or ends is None or (days is None and fields.has("days")):
        return None
    return Window(begins, ends, days or _ALL_DAYS)


def quiet_hours(fields: Fields) -> QuietHours | None:
    """`[quiet_hours]`."""
    begins = fields.read("from", hour_of_day, _HOUR)
    ends = fields.read("to", hour_of_day, _HOUR)
    zone = fields.read("zone", _zone, " | ".join(f'"{zone}"' for zone in Zone))
    _both(fields)
    fields.close()
    if begins is None or ends is None:
        return None
    if begins == ends:
        fields.error("to", Text("igual a from: ninguém receberia nada"), _HOUR)
        return None
    return QuietHours(begins, ends, zone or Zone.CONTACT)


def internal(fields: Fields) -> Internal | None:
    """`[internal]`."""
    per_day = fields.integer("per_day")
    templates = _templates(fields)
    fields.close()
    return Internal(templates, per_day) if templates else None


def external(fields: Fields) -> External:
    """`[external]`."""
    lists = names(fields, "lists")
    templates = _templates(fields)
    fields.close()
    # Also where something is missing, which is noted: the lists are looked up all the same.
    return External(lists, templates)


def ramp(fields: Fields) -> Ramp | None:
    """`[ramp]`: steps that never shrink."""
    steps = fields.read("steps", _steps, Text("inteiros a partir de 1, do menor ao maior"))
    if not fields.has("steps"):
        fields.error("steps", Text("falta este campo"))
    fields.close()
    return Ramp(steps) if steps else None


def retry(fields: Fields) -> Retry:
    """`[retry]`."""
    attempts = fields.integer("max_attempts")
    backoff = fields.read("backoff", _seconds, Text("segundos, a partir de 1"))
    fields.close()
    default = Retry()
    return Retry(attempts or default.max_attempts, backoff or default.backoff)


def names(fields: Fields, name: str) -> tuple[str, ...]:
    """A list of different names, at least one; empty when it is wrong."""
    value = fields.raw(name, required=True)
    if value is None:
        return ()
    accepted = Text("uma lista de nomes")
    if not isinstance(value, list) or not value:
        fields.error(name, not_accepted(value) if value else Text("a lista está vazia"), accepted)
        return ()
    found: list[str] = []
    for index, item in enumerate(value):
        path = (*fields.path, name, index)
        if not isinstance(item, str) or not item.strip():
            fields.problems.error(path, not_accepted(item), accepted)
        elif item.strip() in found:
            fields.problems.error(path, Text("{name} aparece duas vezes", name=item.strip()))
        else:
            found.append(item.strip())
    return tuple(found)


def _templates(fields: Fields) -> tuple[Template, ...]:
    value = fields.raw("templates", required=True)
    if value is None:
        return ()
    if not isinstance(value, list) or not value:
        problem = Text("a lista está vazia") if value == [] else not_accepted(value)
        fields.error("templates", problem, Text("textos, ou tabelas com body e weight"))
        return ()
    found = [_template(fields, index, item) for index, item in enumerate(value)]
    return tuple(template for template in found if template is not None)


def _template(fields: Fields, index: int, item: Any) -> Template | None:
    path = (*fields.path, "templates", index)
    table = Fields(item if isinstance(item, dict) else {"body": item}, path, fields.problems)
    body = table.text("body", required=True)
    name = table.text("name") or ""
    weight = table.integer("weight")
    table.close()
    if body is None:
        return None
    try:
        compile_template(body)
    except InvalidInput as error:
        fields.problems.error(
            (*path, "body") if isinstance(item, dict) else path, Text(error.text, **error.values)
        )
        return None
    return Template(body, name, weight or 1)


def _both(fields: Fields) -> None:
    for name in ("from", "to"):
        if not fields.has(name):
            fields.error(name, Text("falta este campo"), _HOUR)


def _days(value: Any) -> tuple[int, ...] | None:
    items = value if isinstance(value, list) else [value]
    numbers = [day_number(item) for item in items]
    if not numbers or None in numbers:
        return None
    return tuple(sorted({number for number in numbers if number is not None}))


def _zone(value: Any) -> Zone | None:
    return Zone(value) if value in list(Zone) else None


def _steps(value: Any) -> tuple[int, ...] | None:
    if not isinstance(value, list) or not value:
        return None
    fine = all(type(step) is int and step >= 1 for step in value) and value == sorted(value)
    return tuple(value) if fine else None


def _seconds(value: Any) -> float | None:
    fine = isinstance(value, int | float) and not isinstance(value, bool) and value >= 1
    return float(value) if fine else None
