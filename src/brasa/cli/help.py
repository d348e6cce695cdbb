"""Help in the language of the caller."""

from typing import Any

from typer import Context

from brasa.i18n import translate

_PANELS = {
    "ARGUMENTS_PANEL_TITLE": "Argumentos",
    "OPTIONS_PANEL_TITLE": "Opções",
    "COMMANDS_PANEL_TITLE": "Comandos",
    "REQUIRED_LONG_STRING": "[obrigatório]",
    "DEFAULT_STRING": "[padrão: {}]",
}


class HelpContext(Context):
    """Draws help in the language of the call."""

    def get_help(self) -> str:
        """The help of the command, drawn at once; returns what is left to print."""
        # Loads Rich's Markdown and more, which only help needs.
        from typer import rich_utils  # noqa: PLC0415

        for name, text in _PANELS.items():
            setattr(rich_utils, name, translate(text, self.obj.language))
        option = self.command.get_help_option(self)
        if option is not None:
            option.help = translate("Mostrar esta ajuda", self.obj.language)
        return super().get_help()


def speak(command: Any, language: str) -> None:
    """Say the help of a command and of all below it in `language`."""
    command.context_class = HelpContext
    for text in ("help", "short_help", "epilog"):
        if getattr(command, text, None):
            setattr(command, text, translate(getattr(command, text), language))
    for parameter in command.params:
        if getattr(parameter, "help", None):
            parameter.help = translate(parameter.help, language)
    for child in getattr(command, "commands", {}).values():
        speak(child, language)
