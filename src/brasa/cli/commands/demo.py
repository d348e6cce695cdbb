"""brasa demo"""

import typer

from brasa.actions.demo import load_demo
from brasa.cli.invocation import Invocation
from brasa.cli.options import command
from brasa.cli.store import run

app = typer.Typer(add_completion=False)


@app.command()
@command
def demo(ctx: typer.Context) -> None:
    invocation: Invocation = ctx.obj
    for name in run(invocation, load_demo):
        invocation.say("Organização {name} carregada", name=name)
