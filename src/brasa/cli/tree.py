"""The tree of commands, each loaded when it is called.

What a command stands on takes longer to load than most commands take to run, and nobody should
wait for the server's parts to list their campaigns (docs/decisions/0008).
"""

import gc
from importlib import import_module
from types import ModuleType
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

from brasa.cli.help import speak

# Each is a module of commands/ with an `app`, and the line of help for it.
COMMANDS = {
    "serve": "Iniciar o servidor",
    "organization": "Organizações: quem usa o Brasa, cada uma com seus dados",
    "session": "Sessões: as contas que enviam",
    "contacts": "Contatos: a quem as campanhas escrevem",
    "lists": "Listar as listas de contatos",
    "campaign": "Campanhas: criar, iniciar, pausar, retomar, encerrar",
    "history": "Histórico: o que outra ferramenta já enviou",
    "token": "Tokens de acesso ao painel e à API",
    "demo": "Carregar a demonstração num banco de dados ainda vazio",
    "config": "Mostrar as configurações em vigor, sem os segredos",
    "cluster": "Cluster: os nós e o que cada um faz",
    "migrate-store": "Copiar tudo de um banco de dados para outro (com o servidor parado)",
    "schema": "Descrições para máquinas",
}


class Tree(TyperGroup):
    """`brasa` itself."""

    def list_commands(self, ctx: Any) -> list[str]:
        """Every name, in the order of the help."""
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """The command, loaded and in the language of the call; None when there is none."""
        if cmd_name not in COMMANDS:
            return None
        if cmd_name not in self.commands:
            self.commands[cmd_name] = load(cmd_name, ctx.obj.language)
        return self.commands[cmd_name]

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """The list of commands, for which none has to be loaded."""
        for name, help_ in COMMANDS.items():
            self.commands[name] = TyperCommand(name, help=help_)
        speak(self, ctx.obj.language)
        super().format_help(ctx, formatter)


def load(name: str, language: str) -> Any:
    """A command with all that is below it, its help in `language`."""
    module = _loaded(f"brasa.cli.commands.{name.replace('-', '_')}")
    command: Any = typer.main.get_command(module.app)
    command.name, command.help = name, COMMANDS[name]
    speak(command, language)
    return command


def _loaded(name: str) -> ModuleType:
    """The module; what loads with it stays to the end, so that garbage is not looked for there."""
    gc.disable()
    try:
        return import_module(name)
    finally:
        gc.freeze()
        gc.enable()
