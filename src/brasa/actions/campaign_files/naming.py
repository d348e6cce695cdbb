"""What a campaign's file names and the store must know: sessions, lists, variables."""

from collections.abc import Iterable
from difflib import get_close_matches

import msgspec

from brasa.domain.campaign import Template
from brasa.domain.campaign_file import CampaignDocument
from brasa.domain.template import variables
from brasa.i18n import Text
from brasa.store import definitions, lists, sessions
from brasa.store.database import Connection

# What every message can say, see engine/prepare.py.
OF_SENDER = frozenset({"sessao", "session"})
OF_PEER = OF_SENDER | {"nome", "name"}
OF_CONTACT = OF_PEER | {"telefone", "phone"}


class Named(msgspec.Struct, frozen=True):
    """Ids by name."""

    sessions: dict[str, int]
    lists: dict[str, int]


async def look_up(
    connection: Connection, organization_id: int, document: CampaignDocument
) -> Named:
    """Find the sessions and lists; what is not there is noted with the names that are."""
    known_sessions = {
        one.name: one.session_id
        for one in await sessions.of_organization(connection, organization_id)
    }
    known_lists = {
        one.name: one.list_id for one in await lists.all_of_them(connection, organization_id)
    }
    _check(document, ("sessions",), document.sessions, known_sessions)
    _check(document, ("external", "lists"), document.lists, known_lists)
    return Named(known_sessions, known_lists)


async def warn_of_missing_variables(
    connection: Connection, document: CampaignDocument, named: Named
) -> None:
    """Note variables of templates that no recipient has; a message with one is not sent."""
    definition = document.definition
    if definition is None:
        return
    if definition.internal is not None:
        _warn(document, "internal", definition.internal.templates, set(OF_PEER))
    if definition.external is not None:
        ids = [named.lists[name] for name in definition.external.lists]
        had = await definitions.variables_of(connection, ids)
        if had is not None:
            _warn(document, "external", definition.external.templates, had | OF_CONTACT)


def _check(
    document: CampaignDocument,
    path: tuple[str, ...],
    names: Iterable[str],
    known: dict[str, int],
) -> None:
    for index, name in enumerate(names):
        if name in known:
            continue
        near = get_close_matches(name, known, 1)
        accepted = (
            Text("você quis dizer {name}?", name=near[0])
            if near
            else ", ".join(known) or Text("ainda não há nenhuma")
        )
        text = (
            Text("não há sessão {name}", name=name)
            if path[-1] == "sessions"
            else Text("não há lista {name}", name=name)
        )
        document.problems.error((*path, index), text, accepted)


def _warn(
    document: CampaignDocument, kind: str, templates: Iterable[Template], had: set[str]
) -> None:
    for index, template in enumerate(templates):
        for name in sorted(variables(template.body) - had):
            document.problems.warn(
                (kind, "templates", index),
                Text("nenhum destinatário tem a variável {name}", name=name),
                ", ".join(sorted(had)),
            )
