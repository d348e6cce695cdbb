"""brasa cluster …"""

from typing import Annotated

import msgspec
import typer

from brasa.actions.cluster_status import ClusterStatus, cluster_status
from brasa.actions.unit import Work
from brasa.cli.invocation import Invocation
from brasa.cli.options import command, group
from brasa.cli.store import run
from brasa.errors import Conflict
from brasa.store.clock import DatabaseClock

app = group()


@app.command(help="Mostrar os nós, quem planeja, as partes de cada um e o atraso")
@command
def status(
    ctx: typer.Context,
    as_json: Annotated[bool, typer.Option("--json", help="Tudo, em JSON")] = False,
) -> None:
    invocation: Invocation = ctx.obj
    found = run(invocation, _read)
    if as_json:
        invocation.out.file.write(msgspec.json.encode(found).decode() + "\n")
        return
    invocation.table(
        ("nó", "papel", "máquina", "visto há", "planeja", "partes", "tempo real"),
        [
            (
                node.id,
                node.role,
                node.host,
                f"{node.silent:.1f} s" if node.alive else invocation.tell("perdido"),
                "✓" if node.plans else "",
                node.shards or "",
                "✓" if node.info.get("busAvailable") else "✗",
            )
            for node in found.nodes
        ],
    )
    invocation.say(
        "Partes sem dono: {orphans} · envios atrasados: {overdue} (o mais antigo: {late} s)",
        orphans=found.orphan_shards,
        overdue=found.overdue,
        late=round(found.late, 1),
    )


async def _read(work: Work) -> ClusterStatus:
    if work.database.is_sqlite:
        raise Conflict("O banco de dados é de um processo só: não há cluster", code="no_cluster")
    clock = DatabaseClock(work.database)
    await clock.correct()
    return await cluster_status(work.database, clock.now())
