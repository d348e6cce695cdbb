"""Put the sources together, and say everything that is wrong at once."""

import ipaddress
import os
from collections.abc import Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import msgspec

from brasa.config.accepted import accepted
from brasa.config.fields import Config
from brasa.config.sources import Tree, from_environment, from_file, leaves, merge, put
from brasa.errors import ConfigError, FieldProblem, InvalidInput
from brasa.i18n import Text


class InvalidConfig(ConfigError, InvalidInput):
    """One or more settings are wrong; `problems` names each."""

    code = "config"


def load(
    flags: Mapping[str, Any] | None = None,
    environment: Mapping[str, str] | None = None,
    file: str | Path | None = None,
) -> Config:
    """The settings of this process.

    `flags` are those given on the command line (dotted names; None means not given); `file`
    defaults to the environment's `BRASA_CONFIG`. Raises InvalidConfig.
    """
    environment = os.environ if environment is None else environment
    problems: list[FieldProblem] = []
    tree: Tree = {}
    chosen = file or environment.get("BRASA_CONFIG")
    if chosen:
        tree = from_file(Path(chosen), problems)
    tree = merge(tree, from_environment(environment, problems))
    for path, value in (flags or {}).items():
        if value is not None:
            put(tree, path, value)
    return _checked(tree, problems)


def _checked(tree: Tree, problems: list[FieldProblem]) -> Config:
    known = dict(leaves())
    problems += _unknown(tree, known)
    for path, kind in known.items():
        try:
            value = _get(tree, path)
        except (KeyError, TypeError):
            continue  # not said; a group that is no table was noted as unknown
        try:
            put(tree, path, msgspec.convert(value, _type_of(path), strict=False))
        except msgspec.ValidationError:
            problems.append(FieldProblem(path, Text("valor não aceito"), accepted(kind)))
    if not problems:
        config = msgspec.convert(tree, Config)
        problems = _contradictions(config)
        if not problems:
            return config
    raise InvalidConfig("Configuração inválida", problems)


def _type_of(path: str) -> Any:
    kind: Any = Config
    for name in path.split("."):
        kind = next(field.type for field in _fields(kind) if field.name == name)
    return kind


def _fields(kind: Any) -> tuple[msgspec.structs.FieldInfo, ...]:
    return msgspec.structs.fields(getattr(kind, "__origin__", kind))


def _get(tree: Tree, path: str) -> Any:
    value: Any = tree
    for name in path.split("."):
        value = value[name]
    return value


def _unknown(tree: Tree, known: Mapping[str, Any], path: str = "") -> list[FieldProblem]:
    problems = []
    groups = {name.split(".")[0] for name in known if "." in name}
    for name in list(tree):
        full = f"{path}{name}"
        if not path and name in groups and isinstance(tree[name], dict):
            problems += _unknown(tree[name], known, f"{name}.")
        elif full not in known:
            near = get_close_matches(full, [*known, *groups], 1)
            hint = Text("você quis dizer {name}?", name=near[0]) if near else Text("")
            problems.append(FieldProblem(full, Text("configuração desconhecida"), hint))
    return problems


def _contradictions(config: Config) -> list[FieldProblem]:
    problems = []
    if config.access == "open" and not is_loopback(config.host):
        problems.append(
            FieldProblem(
                "access",
                Text("acesso aberto (open) não é permitido em {host}", host=config.host),
                Text("access=token, ou host=127.0.0.1"),
            )
        )
    if config.role != "all" and config.engine == "embedded":
        problems.append(
            FieldProblem(
                "role",
                Text("{role} precisa de um motor compartilhado", role=config.role),
                Text("engine=valkey://servidor:6379/0, ou role=all"),
            )
        )
    return problems


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach what listens on `host`."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False
