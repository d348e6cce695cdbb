"""The AsyncAPI 3 document of the events, made of the structs that are sent.

`python -m brasa.gateway.asyncapi > docs/asyncapi/asyncapi.json` writes it; a test fails when the
written one is stale.
"""

import json
import sys
from typing import Any

import msgspec

from brasa import __version__
from brasa.domain.events import EVENT_NAMES, PongData
from brasa.gateway.acks import Dashboard, Done, Pong, Refusal
from brasa.gateway.payloads import Join, Leave, Ping

# By event: what the client sends, and what a successful acknowledgement looks like.
COMMANDS: dict[str, tuple[type, type]] = {
    "join-organization": (Join, Done),
    "leave-organization": (Leave, Done),
    "request-dashboard": (Leave, Dashboard),
    "ping": (Ping, Pong),
}
EVENTS: dict[str, type] = {name: kind for kind, name in EVENT_NAMES.items()} | {"pong": PongData}

_REF = "#/components/schemas/{name}"


def document() -> dict[str, Any]:
    """The whole document as plain values."""
    kinds = dict.fromkeys([*EVENTS.values(), Refusal])
    kinds |= dict.fromkeys(kind for pair in COMMANDS.values() for kind in pair)
    refs, schemas = msgspec.json.schema_components(list(kinds), ref_template=_REF)
    ref_of = dict(zip(kinds, refs, strict=True))
    messages = {name: _message(name, kind, ref_of[kind]) for name, kind in EVENTS.items()}
    for name, (sent, answered) in COMMANDS.items():
        messages[name] = _message(name, sent, ref_of[sent])
        messages[f"{name}-ack"] = {
            "name": f"{name}-ack",
            "summary": "The acknowledgement, where the client asks for one.",
            "payload": {"oneOf": [ref_of[answered], ref_of[Refusal]]},
        }
    return {
        "asyncapi": "3.0.0",
        "info": {
            "title": "Brasa events",
            "version": __version__,
            "description": "Socket.IO 5 over Engine.IO 4 at /socket.io/, namespace /, by websocket "
            "or polling. Times are ISO 8601, UTC, milliseconds; a field without a value is absent.",
        },
        "servers": {"local": {"host": "localhost:4000", "protocol": "socketio"}},
        "defaultContentType": "application/json",
        "channels": {
            "dashboard": {
                "address": "/",
                "messages": {n: {"$ref": f"#/components/messages/{n}"} for n in messages},
            }
        },
        "operations": {**_operations(EVENTS, "send"), **_commands()},
        "components": {"messages": messages, "schemas": schemas},
    }


def _message(name: str, kind: type, ref: dict[str, Any]) -> dict[str, Any]:
    summary = " ".join((kind.__doc__ or "").split())
    return {"name": name, "summary": summary, "payload": ref}


def _operations(names: dict[str, type], action: str) -> dict[str, Any]:
    return {name: _operation(name, action) for name in names}


def _operation(name: str, action: str) -> dict[str, Any]:
    return {
        "action": action,
        "channel": {"$ref": "#/channels/dashboard"},
        "messages": [{"$ref": f"#/channels/dashboard/messages/{name}"}],
    }


def _commands() -> dict[str, Any]:
    answers = {
        name: {
            "channel": {"$ref": "#/channels/dashboard"},
            "messages": [{"$ref": f"#/channels/dashboard/messages/{name}-ack"}],
        }
        for name in COMMANDS
    }
    return {
        name: {**_operation(name, "receive"), "reply": reply} for name, reply in answers.items()
    }


def main() -> None:
    """Print the document."""
    json.dump(document(), sys.stdout, indent=2, ensure_ascii=False)
    sys.stdout.write("\n")


if __name__ == "__main__":
    main()
