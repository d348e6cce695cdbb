"""brasa demo"""

import typer

from brasa.actions.demo import load_demo
from brasa.cli.invocation import Invocation
from brasa.cli.options import command


@command
def demo(ctx: typer.Context) -> None:
    """Carregar a demonstração num banco de dados ainda vazio"""
    invocation: Invocation = ctx.obj
    for name in invocation.run(load_demo):
        invocation.say("Organização {name} carregada", name=name)
