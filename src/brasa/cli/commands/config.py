"""brasa config"""

import typer

from brasa.cli.invocation import Invocation
from brasa.cli.options import command
from brasa.config import effective

app = typer.Typer(add_completion=False)


@app.command()
@command
def config(ctx: typer.Context) -> None:
    invocation: Invocation = ctx.obj
    invocation.table(
        ("configuração", "valor", "para que serve"),
        [
            (one.name, _shown(one.value), invocation.tell(one.help))
            for one in effective(invocation.config())
        ],
    )


def _shown(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)
