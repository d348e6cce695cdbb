"""From an error to one clear line and an exit code.

0 done · 1 failed · 2 wrong input or settings · 3 not reachable, or the port is in use ·
130 interrupted
"""

import re
from typing import Any

from brasa.cli.invocation import Invocation
from brasa.errors import (
    BrasaError,
    ConfigError,
    Conflict,
    InvalidInput,
    LimitExceeded,
    NotFound,
    StoreError,
    Unavailable,
)

FAILED, WRONG, UNREACHABLE, INTERRUPTED = 1, 2, 3, 130
# The parser has no errors of their own for these.
_NO_COMMAND = re.compile(r"No such command '(?P<name>[^']*)'")
_TOO_MANY = re.compile(r"Got unexpected extra argument(?:\(s\))? \((?P<words>.*)\)")
_UNREACHABLE_CODES = {"unreachable", "port_in_use"}


def exit_code(error: BrasaError) -> int:
    """The process's exit code for an error."""
    if isinstance(error, Unavailable) or error.code in _UNREACHABLE_CODES:
        return UNREACHABLE
    wrong = (InvalidInput, ConfigError, NotFound, Conflict, LimitExceeded)
    return WRONG if isinstance(error, wrong) else FAILED


def tell(invocation: Invocation, error: BrasaError) -> None:
    """Say on the error output what is wrong, every problem on a line of its own."""
    text = invocation.tell(error.text, **_told(invocation, error.values))
    problems = error.problems if isinstance(error, InvalidInput) else []
    _line(invocation, f"{text}:" if problems else text)
    for problem in problems:
        _line(invocation, "  " + invocation.problem(problem), style="default")
    if isinstance(error, StoreError) and error.__cause__ is not None and error.code == "store":
        _line(invocation, f"  {error.__cause__}", style="default")


def tell_usage(invocation: Invocation, error: Any) -> None:
    """Say what is wrong with the arguments; `error` is the parser's."""
    if type(error).__name__ == "NoArgsIsHelpError":
        return  # the help that stands for a command's name alone has been shown
    text, values = _usage(error)
    _line(invocation, invocation.tell(text, **values))
    context = getattr(error, "ctx", None)
    if context is not None:
        help_line = "Ajuda: {command} --help"
        _line(invocation, invocation.tell(help_line, command=context.command_path), style="default")


def _usage(error: Any) -> tuple[str, dict[str, object]]:
    kind = type(error).__name__
    if kind == "NoSuchOption":
        near = ", ".join(error.possibilities or ())
        if near:
            return "Opção desconhecida: {name}; você quis dizer {near}?", {
                "name": error.option_name,
                "near": near,
            }
        return "Opção desconhecida: {name}", {"name": error.option_name}
    if kind == "MissingParameter" and error.param is not None:
        name = error.param.opts[0]
        return "Falta {name}", {"name": name if name.startswith("-") else error.param.metavar}
    if kind == "BadParameter" and error.param is not None:
        return _not_a_number(error)
    if kind == "UsageError" and (found := _NO_COMMAND.search(error.format_message())):
        return _no_command(error, found["name"])
    if kind == "UsageError" and (found := _TOO_MANY.search(error.format_message())):
        return "Palavras a mais: {words} (entre aspas, se forem um só nome)", {
            "words": found["words"]
        }
    return "{message}", {"message": error.format_message()}


def _not_a_number(error: Any) -> tuple[str, dict[str, object]]:
    """Whole numbers are the only values that the parser itself reads."""
    name = error.param.opts[0]
    given = error.__cause__.errors()[0]["input"] if error.__cause__ is not None else ""
    return "{name}: valor não aceito: {value} (um número inteiro)", {
        "name": name if name.startswith("-") else error.param.metavar,
        "value": given,
    }


def _no_command(error: Any, name: str) -> tuple[str, dict[str, object]]:
    # Not at the top: most calls have no such error.
    from difflib import get_close_matches  # noqa: PLC0415

    known = error.ctx.command.list_commands(error.ctx) if error.ctx is not None else []
    near = get_close_matches(name, known, 1)
    if near:
        return "Comando desconhecido: {name}; você quis dizer {near}?", {
            "name": name,
            "near": near[0],
        }
    return "Comando desconhecido: {name}", {"name": name}


def _told(invocation: Invocation, values: dict[str, Any]) -> dict[str, object]:
    return {
        name: invocation.tell(value) if isinstance(value, str) else value
        for name, value in values.items()
    }


def _line(invocation: Invocation, text: str, style: str = "red") -> None:
    invocation.err.print(text, style=style, markup=False)
