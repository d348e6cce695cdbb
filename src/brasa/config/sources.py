"""Where settings come from: a TOML file and the environment, each as a tree of plain values."""

import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, cast

import msgspec

from brasa.config.fields import Config
from brasa.domain.os_errors import reason
from brasa.domain.toml import read_toml
from brasa.errors import FieldProblem
from brasa.i18n import Text

PREFIX = "BRASA_"
Tree = dict[str, Any]


def leaves(kind: type[msgspec.Struct] = Config, path: str = "") -> Iterator[tuple[str, Any]]:
    """Every setting as (dotted path, msgspec's inspection of its type), groups opened."""
    group = cast("msgspec.inspect.StructType", msgspec.inspect.type_info(kind))
    for field in group.fields:
        inner = plain(field.type)
        name = f"{path}{field.name}"
        if isinstance(inner, msgspec.inspect.StructType):
            yield from leaves(inner.cls, f"{name}.")
        else:
            yield name, field.type


def plain(kind: msgspec.inspect.Type) -> msgspec.inspect.Type:
    """A type without the metadata around it."""
    return kind.type if isinstance(kind, msgspec.inspect.Metadata) else kind


def from_environment(environment: Mapping[str, str], problems: list[FieldProblem]) -> Tree:
    """`BRASA_PORT` is port, `BRASA_REALTIME_CONNECTIONS` realtime.connections; `_FILE` is a file's
    content. Lists are separated by commas."""
    tree: Tree = {}
    for path, kind in leaves():
        name = PREFIX + path.upper().replace(".", "_")
        text = _value(name, environment, problems)
        if text is not None:
            is_list = isinstance(plain(kind), msgspec.inspect.VarTupleType)
            put(tree, path, _split(text) if is_list else text)
    return tree


def from_file(path: Path, problems: list[FieldProblem]) -> Tree:
    """The TOML file's tables, as they are."""
    try:
        return read_toml(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        problem = Text("o arquivo não existe")
    except (OSError, UnicodeDecodeError) as error:
        why = reason(error) if isinstance(error, OSError) else error
        problem = Text("não foi possível ler o arquivo: {why}", why=why)
    except tomllib.TOMLDecodeError as error:
        problem = Text("não é TOML válido: {why}", why=error)
    problems.append(FieldProblem(str(path), problem))
    return {}


def put(tree: Tree, path: str, value: Any) -> None:
    """Set a dotted path."""
    *groups, name = path.split(".")
    for group in groups:
        tree = tree.setdefault(group, {})
    tree[name] = value


def merge(below: Tree, above: Tree) -> Tree:
    """Both trees, `above` winning leaf by leaf."""
    merged = dict(below)
    for name, value in above.items():
        under = merged.get(name)
        if isinstance(value, dict) and isinstance(under, dict):
            merged[name] = merge(under, value)
        else:
            merged[name] = value
    return merged


def _value(name: str, environment: Mapping[str, str], problems: list[FieldProblem]) -> str | None:
    if name in environment:
        return environment[name]
    file = environment.get(f"{name}_FILE")
    if file is None:
        return None
    try:
        return Path(file).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        why = reason(error) if isinstance(error, OSError) else error
        problem = Text("não foi possível ler o arquivo: {why}", why=why)
        problems.append(FieldProblem(f"{name}_FILE", problem))
        return None


def _split(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]
