"""The tree of commands, in the language of whoever calls."""

import sys
from collections.abc import Sequence
from typing import Any

import typer
import typer.rich_utils
from typer.exceptions import TyperException

from brasa.cli import failure
from brasa.cli.commands import (
    campaign,
    cluster,
    contacts,
    demo,
    history,
    lists,
    migrate_store,
    organization,
    schema,
    serve,
    session,
    token,
)
from brasa.cli.commands import (
    config as config_command,
)
from brasa.cli.invocation import Invocation
from brasa.cli.language import chosen_language
from brasa.cli.options import ConfigFile, Data, Language, remember
from brasa.errors import BrasaError
from brasa.i18n import translate

app = typer.Typer(
    name="brasa",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["--help", "-h"]},
)


@app.callback()
def common(
    ctx: typer.Context, data: Data = None, config: ConfigFile = None, language: Language = None
) -> None:
    """Brasa: campanhas no seu ritmo, a saúde de cada sessão e tudo ao vivo."""
    remember(ctx.obj, data=data, config=config, language=language)


app.command("serve")(serve.serve)
app.add_typer(organization.app, name="organization")
app.add_typer(session.app, name="session")
app.add_typer(contacts.app, name="contacts")
app.command("lists")(lists.lists)
app.add_typer(campaign.app, name="campaign")
app.add_typer(history.app, name="history")
app.add_typer(token.app, name="token")
app.command("demo")(demo.demo)
app.command("config")(config_command.config)
app.add_typer(cluster.app, name="cluster")
app.command("migrate-store")(migrate_store.migrate_store)
app.add_typer(schema.app, name="schema")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code (see failure.py)."""
    arguments = sys.argv[1:] if arguments is None else arguments
    invocation = Invocation(chosen_language(arguments))
    command: Any = typer.main.get_command(app)
    _translate_panels(invocation.language)
    _translate_help(command, invocation.language)
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


_PANELS = {
    "ARGUMENTS_PANEL_TITLE": "Argumentos",
    "OPTIONS_PANEL_TITLE": "Opções",
    "COMMANDS_PANEL_TITLE": "Comandos",
    "REQUIRED_LONG_STRING": "[obrigatório]",
    "DEFAULT_STRING": "[padrão: {}]",
}


def _translate_panels(language: str) -> None:
    for name, text in _PANELS.items():
        setattr(typer.rich_utils, name, translate(text, language))


def _translate_help(command: Any, language: str) -> None:
    """Say the help of the whole tree in `language`."""
    for text in ("help", "short_help", "epilog"):
        if getattr(command, text, None):
            setattr(command, text, translate(getattr(command, text), language))
    for parameter in command.params:
        if getattr(parameter, "help", None):
            parameter.help = translate(parameter.help, language)
    for child in getattr(command, "commands", {}).values():
        _translate_help(child, language)
