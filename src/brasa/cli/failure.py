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
# The parser has no error of its own for this.
_NO_COMMAND = re.compile(r"No such command '(?P<name>[^']*)'")
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
    if kind == "UsageError" and (found := _NO_COMMAND.search(error.format_message())):
        return "Comando desconhecido: {name}", {"name": found["name"]}
    return "{message}", {"message": error.format_message()}


def _told(invocation: Invocation, values: dict[str, Any]) -> dict[str, object]:
    return {
        name: invocation.tell(value) if isinstance(value, str) else value
        for name, value in values.items()
    }


def _line(invocation: Invocation, text: str, style: str = "red") -> None:
    invocation.err.print(text, style=style, markup=False)
