"""`brasa`: read the arguments, run one command, leave with its exit code."""

import sys
from collections.abc import Sequence
from typing import Any

import typer
from typer.exceptions import TyperException

from brasa.cli import failure
from brasa.cli.help import HelpContext
from brasa.cli.invocation import Invocation
from brasa.cli.language import chosen_language
from brasa.cli.options import common
from brasa.cli.tree import Tree
from brasa.errors import BrasaError

app = typer.Typer(
    name="brasa",
    cls=Tree,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["--help", "-h"]},
)
app.callback()(common)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code (see failure.py)."""
    arguments = sys.argv[1:] if arguments is None else arguments
    invocation = Invocation(chosen_language(arguments))
    command: Any = typer.main.get_command(app)
    command.context_class = HelpContext
    try:
        code = command.main(
            list(arguments), prog_name="brasa", standalone_mode=False, obj=invocation
        )
    except BrasaError as error:
        failure.tell(invocation, error)
        return failure.exit_code(error)
    except (KeyboardInterrupt, typer.Abort):
        invocation.warn("Interrompido")
        return failure.INTERRUPTED
    except TyperException as error:
        failure.tell_usage(invocation, error)
        return failure.WRONG
    return code if isinstance(code, int) else 0
