"""Options that more than one command takes."""

import inspect
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Annotated, Any

import typer

from brasa.cli.invocation import Invocation

Organization = Annotated[
    str | None,
    typer.Option(
        "--organization", "-o", help="Organização, por número ou nome; sem ela, a primeira"
    ),
]
WhichCampaign = Annotated[
    str, typer.Argument(help="Campanha, por número ou nome", metavar="CAMPANHA")
]
InputFile = Annotated[Path, typer.Argument(help="Arquivo a ler", metavar="ARQUIVO")]
Report = Annotated[
    Path | None,
    typer.Option(
        "--report", help="Onde escrever as linhas recusadas; sem isso, ao lado do arquivo"
    ),
]
Note = Annotated[str, typer.Option("--note", help="O motivo, que aparece na campanha")]

Data = Annotated[str | None, typer.Option("--data", help="Pasta dos dados")]
ConfigFile = Annotated[
    str | None, typer.Option("--config", help="Arquivo TOML com as configurações")
]
Language = Annotated[str | None, typer.Option("--language", help="Idioma: pt-BR | en")]

_COMMON = {"data": Data, "config": ConfigFile, "language": Language}


def remember(
    invocation: Invocation, *, data: str | None, config: str | None, language: str | None
) -> None:
    """Take over the common options; those not given leave what was said before."""
    given = {"data": data, "language": language}
    invocation.flags |= {name: value for name, value in given.items() if value is not None}
    invocation.config_file = config or invocation.config_file


def common(
    ctx: typer.Context, data: Data = None, config: ConfigFile = None, language: Language = None
) -> None:
    """Brasa: campanhas no seu ritmo, a saúde de cada sessão e tudo ao vivo."""
    remember(ctx.obj, data=data, config=config, language=language)


def group() -> typer.Typer:
    """A command that has others below it; the common options may stand before them, too."""
    made = typer.Typer(no_args_is_help=True, add_completion=False)
    made.callback()(common)
    return made


def command(function: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options that all have; what they say goes to the invocation."""

    @wraps(function)
    def with_common_options(*, ctx: typer.Context, **values: Any) -> None:
        remember(ctx.obj, **{name: values.pop(name) for name in _COMMON})
        function(ctx=ctx, **values)

    signature = inspect.signature(function)
    parameters = [
        *signature.parameters.values(),
        *(
            inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=None, annotation=kind)
            for name, kind in _COMMON.items()
        ),
    ]
    # The parser reads a command's options from its signature.
    with_common_options.__signature__ = signature.replace(parameters=parameters)  # type: ignore[attr-defined]
    with_common_options.__annotations__ = function.__annotations__ | _COMMON
    return with_common_options
