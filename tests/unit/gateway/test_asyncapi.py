"""The written document is the one that the code makes, and everything it points to is there."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from brasa.gateway.asyncapi import document

WRITTEN = Path(__file__).parents[3] / "docs" / "asyncapi" / "asyncapi.json"


def _references(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        yield from (one for key, one in value.items() if key == "$ref")
        for one in value.values():
            yield from _references(one)
    elif isinstance(value, list):
        for one in value:
            yield from _references(one)


def test_the_written_document_is_not_stale() -> None:
    assert json.loads(WRITTEN.read_text()) == document()


def test_every_reference_leads_somewhere() -> None:
    whole = document()
    for reference in set(_references(whole)):
        found: Any = whole
        for part in reference.removeprefix("#/").split("/"):
            found = found[part]
        assert found


def test_it_has_every_event_of_the_contract() -> None:
    operations = document()["operations"]
    sent = {name for name, one in operations.items() if one["action"] == "send"}
    received = {name for name, one in operations.items() if one["action"] == "receive"}
    assert sent == {
        "campaign-status",
        "campaign-log",
        "execution-log",
        "bot-health",
        "notification",
        "pong",
    }
    assert received == {"join-organization", "leave-organization", "request-dashboard", "ping"}
