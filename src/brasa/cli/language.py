"""Which language the command line speaks."""

import os
from collections.abc import Mapping, Sequence

from brasa.i18n import DEFAULT_LANGUAGE, LANGUAGES


def chosen_language(arguments: Sequence[str], environment: Mapping[str, str] | None = None) -> str:
    """`--language`, else BRASA_LANGUAGE, else LC_ALL or LANG, else pt-BR.

    Read before the arguments are parsed, for the help and the errors of parsing need it.
    """
    environment = os.environ if environment is None else environment
    wishes = [
        _option(arguments),
        environment.get("BRASA_LANGUAGE"),
        environment.get("LC_ALL"),
        environment.get("LANG"),
    ]
    return next((found for wish in wishes if (found := _known(wish))), DEFAULT_LANGUAGE)


def _option(arguments: Sequence[str]) -> str | None:
    for index, argument in enumerate(arguments):
        if argument.startswith("--language="):
            return argument.partition("=")[2]
        if argument == "--language" and index + 1 < len(arguments):
            return arguments[index + 1]
    return None


def _known(wish: str | None) -> str | None:
    """The language of `en`, `en_US.UTF-8`, `pt_BR`, ...; None for any other, and for `C`."""
    short = (wish or "").partition(".")[0].replace("_", "-").partition("-")[0].casefold()
    return next((language for language in LANGUAGES if language.partition("-")[0] == short), None)
