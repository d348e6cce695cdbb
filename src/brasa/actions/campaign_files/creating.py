"""Create a campaign from a file. A wrong file changes nothing."""

from pathlib import Path

import msgspec

from brasa.actions.campaign_files.naming import look_up, warn_of_missing_variables
from brasa.actions.campaigns import announce_status
from brasa.actions.unit import Work
from brasa.domain.campaign_file import CampaignDocument, read_campaign
from brasa.domain.os_errors import reason
from brasa.errors import Conflict, FieldProblem, InvalidInput
from brasa.i18n import Text
from brasa.store import definitions
from brasa.store.organizations import Organization


class Created(msgspec.Struct, frozen=True):
    """A campaign that is stored and not yet started; `warnings` deserve a look."""

    campaign_id: int
    name: str
    warnings: list[FieldProblem]


class CampaignFiles:
    """Writes new campaigns."""

    def __init__(self, work: Work) -> None:
        self._work = work

    async def create(self, organization: Organization, path: Path) -> Created:
        """Store the campaign that the file describes; its dashboards see it at once.

        Raises InvalidInput with every error, each with line, field and what is accepted, and
        Conflict when there is a campaign of this name.
        """
        document = read_campaign(_text(path), organization.timezone, self._work.clock.now())
        at = self._work.clock.now()
        async with self._work.unit() as unit:
            named = await look_up(unit.connection, organization.organization_id, document)
            definition = document.definition
            if document.problems.errors or definition is None:
                raise _refused(path, document)
            known = await definitions.ids(unit.connection, organization.organization_id)
            if definition.name in known:
                raise Conflict(
                    "Já existe uma campanha chamada {name} (número {id})",
                    name=definition.name,
                    id=known[definition.name],
                )
            await warn_of_missing_variables(unit.connection, document, named)
            campaign_id = await definitions.insert_one(
                unit.connection,
                organization.organization_id,
                definition,
                session_ids=_in_order(definition.sessions, named.sessions),
                list_ids=_in_order(document.lists, named.lists),
                at=at,
            )
            await announce_status(unit, organization.organization_id, campaign_id, at)
        return Created(campaign_id, definition.name, document.problems.warnings)


def _in_order(names: tuple[str, ...], ids: dict[str, int]) -> list[int]:
    return [ids[name] for name in names]


def _refused(path: Path, document: CampaignDocument) -> InvalidInput:
    problems = document.problems.in_order()
    return InvalidInput("A campanha em {path} tem erros", problems, path=path)


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise InvalidInput(
            "Não foi possível ler {path}: {why}", path=path, why=reason(error)
        ) from error
    except UnicodeDecodeError as error:
        problem = FieldProblem(path.name, Text("não é UTF-8"), Text("um arquivo TOML em UTF-8"))
        raise InvalidInput("A campanha em {path} tem erros", [problem], path=path) from error
