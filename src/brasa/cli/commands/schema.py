"""brasa schema …"""

import msgspec
import typer

from brasa.cli.invocation import Invocation
from brasa.cli.options import command, group
from brasa.domain.events import EVENT_NAMES, PongData

app = group()


@app.command(help="JSON Schema dos eventos que o servidor envia")
@command
def events(ctx: typer.Context) -> None:
    invocation: Invocation = ctx.obj
    names: dict[type, str] = {**EVENT_NAMES, PongData: "pong"}
    schemas, definitions = msgspec.json.schema_components(
        list(names), ref_template="#/$defs/{name}"
    )
    document = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "type": "object",
        "properties": dict(zip(names.values(), schemas, strict=True)),
        "$defs": definitions,
    }
    text = msgspec.json.format(msgspec.json.encode(document), indent=2)
    invocation.out.print(text.decode(), markup=False, soft_wrap=True)
