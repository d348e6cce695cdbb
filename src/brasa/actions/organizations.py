"""Make organizations, and find the one that a person means."""

from difflib import get_close_matches
from zoneinfo import available_timezones

from brasa.actions.unit import Work
from brasa.errors import Conflict, FieldProblem, InvalidInput, NotFound
from brasa.i18n import DEFAULT_LANGUAGE, LANGUAGES, Text
from brasa.store import organizations
from brasa.store.organizations import Organization


class Organizations:
    """Writes and finds organizations."""

    def __init__(self, work: Work) -> None:
        self._work = work

    async def create(
        self,
        name: str,
        timezone: str = "America/Sao_Paulo",
        language: str = DEFAULT_LANGUAGE,
        recipient_cap: int | None = None,
    ) -> Organization:
        """Make one. Raises InvalidInput naming every wrong field, Conflict when the name is
        taken."""
        name = name.strip()
        problems = _problems(name, timezone, language, recipient_cap)
        if problems:
            raise InvalidInput("A organização não pode ser criada", problems)
        async with self._work.unit() as unit:
            if await organizations.by_name(unit.connection, name):
                raise Conflict("Já existe uma organização chamada {name}", name=name)
            organization_id = await organizations.insert_one(
                unit.connection,
                name=name,
                timezone=timezone,
                language=language,
                recipient_cap=recipient_cap,
                at=self._work.clock.now(),
            )
        return Organization(organization_id, name, timezone, language, recipient_cap)

    async def all(self) -> list[Organization]:
        """Every organization, the oldest first."""
        async with self._work.database.read() as connection:
            return await organizations.all_of_them(connection)

    async def find(self, which: str | None) -> Organization:
        """The organization with this id or name; without either, the only one or the first.

        Raises NotFound.
        """
        async with self._work.database.read() as connection:
            known = await organizations.all_of_them(connection)
        if not known:
            raise NotFound("Ainda não há organização: crie uma com brasa organization create NOME")
        if which is None:
            return known[0]
        for organization in known:
            if which in {str(organization.organization_id), organization.name}:
                return organization
        raise NotFound(
            "Não há organização {which}; existem: {known}",
            which=which,
            known=", ".join(f"{one.organization_id} ({one.name})" for one in known),
        )


def _problems(
    name: str, timezone: str, language: str, recipient_cap: int | None
) -> list[FieldProblem]:
    problems = []
    if not name:
        problems.append(FieldProblem("name", Text("o nome não pode ser vazio")))
    if timezone not in available_timezones():
        near = get_close_matches(timezone, available_timezones(), 1)
        accepted = near[0] if near else "America/Sao_Paulo"
        problems.append(
            FieldProblem(
                "timezone", Text("fuso horário desconhecido"), Text("como {zone}", zone=accepted)
            )
        )
    if language not in LANGUAGES:
        problems.append(
            FieldProblem("language", Text("idioma desconhecido"), " | ".join(LANGUAGES))
        )
    if recipient_cap is not None and recipient_cap < 1:
        problems.append(
            FieldProblem(
                "recipient_cap", Text("valor não aceito"), Text("um inteiro a partir de 1")
            )
        )
    return problems
