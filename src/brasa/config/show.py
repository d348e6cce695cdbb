"""The effective settings, for people: secrets masked."""

import re
from typing import Any

import msgspec

from brasa.config.fields import HEALTH_HELP, Config
from brasa.config.sources import leaves

_MASK = "••••"
_PASSWORD = re.compile(r"(?P<before>://[^:/@]*):(?P<secret>[^/]*)@")
_QUERY = re.compile(r"(?P<name>[?&][^=&]*(?:pass|secret|token|key)[^=&]*=)[^&]*", re.IGNORECASE)


class Setting(msgspec.Struct, frozen=True):
    """One line of `brasa config`."""

    name: str
    value: Any
    help: str


def effective(config: Config) -> list[Setting]:
    """Every setting with its value and its help; addresses without passwords."""
    return [Setting(path, _shown(_get(config, path)), _help(path, kind)) for path, kind in leaves()]


def masked(value: str) -> str:
    """An address without the password in it."""
    value = _PASSWORD.sub(rf"\g<before>:{_MASK}@", value)
    return _QUERY.sub(rf"\g<name>{_MASK}", value)


def _get(config: Any, path: str) -> Any:
    for name in path.split("."):
        config = getattr(config, name)
    return config


def _shown(value: Any) -> Any:
    return masked(value) if isinstance(value, str) else value


def _help(path: str, kind: msgspec.inspect.Type) -> str:
    schema = getattr(kind, "extra_json_schema", None) or {}
    return str(schema.get("description") or HEALTH_HELP.get(path.removeprefix("health."), ""))
