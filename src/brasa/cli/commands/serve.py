"""brasa serve"""

from typing import Annotated

import typer

from brasa import server
from brasa.cli.invocation import Invocation
from brasa.cli.options import command

app = typer.Typer(add_completion=False)


@app.command()
@command
def serve(
    ctx: typer.Context,
    host: Annotated[str | None, typer.Option(help="Endereço em que escutar")] = None,
    port: Annotated[int | None, typer.Option(help="Porta em que escutar")] = None,
    access: Annotated[str | None, typer.Option(help="token | open (só em loopback)")] = None,
    role: Annotated[str | None, typer.Option(help="all | gateway | worker")] = None,
    demo: Annotated[
        bool, typer.Option("--demo", help="Carregar a demonstração se ainda não houver dados")
    ] = False,
) -> None:
    invocation: Invocation = ctx.obj
    invocation.flags |= {"host": host, "port": port, "access": access, "role": role}
    server.run(invocation.config(), demo=demo)
