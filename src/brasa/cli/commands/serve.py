"""brasa serve"""

from typing import Annotated

import typer

from brasa.actions.demo import load_demo_once
from brasa.cli.invocation import Invocation
from brasa.cli.options import command


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
    """Iniciar o servidor"""
    invocation: Invocation = ctx.obj
    invocation.flags |= {"host": host, "port": port, "access": access, "role": role}
    if demo:
        invocation.run(load_demo_once)
    # Loading the server takes a second, which no other command should have to wait for.
    from brasa import server  # noqa: PLC0415

    server.run(invocation.config())
