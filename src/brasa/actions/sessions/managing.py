"""Add sessions, find them, switch them on and off."""

from collections.abc import Sequence

from brasa.actions.announce import notify
from brasa.actions.sessions.checking import problems_of
from brasa.actions.unit import Unit, Work
from brasa.errors import FieldProblem, InvalidInput, NotFound
from brasa.i18n import Text
from brasa.store import sessions
from brasa.store.database import Connection
from brasa.store.healths import bot_healths
from brasa.store.organizations import Organization
from brasa.store.sessions import NewSession, Session


class Sessions:
    """Writes sessions."""

    def __init__(self, work: Work) -> None:
        self._work = work

    async def add(self, organization: Organization, new: Sequence[NewSession]) -> list[int]:
        """Add all of them, or none; returns their ids.

        Raises InvalidInput naming every wrong field, a name that is taken among them.
        """
        problems = [problem for one in new for problem in problems_of(one)]
        at = self._work.clock.now()
        async with self._work.unit() as unit:
            names = [one.name for one in new]
            taken = await sessions.ids(unit.connection, organization.organization_id, names)
            problems += _taken(names, set(taken))
            if problems:
                raise InvalidInput("As sessões não podem ser adicionadas", problems)
            return [
                await sessions.insert_one(unit.connection, organization.organization_id, one, at)
                for one in new
            ]

    async def all(self, organization: Organization) -> list[Session]:
        """Every session of the organization."""
        async with self._work.database.read() as connection:
            return await sessions.of_organization(connection, organization.organization_id)

    async def set_enabled(self, organization: Organization, name: str, enabled: bool) -> None:
        """Let a session send, or not. Raises NotFound."""
        async with self._work.unit() as unit:
            session = await self._find(unit.connection, organization, name)
            await sessions.set_enabled(
                unit.connection, organization.organization_id, session.session_id, enabled
            )
            # Whoever shows the session reads it again.
            healths = await bot_healths(
                unit.connection, organization.organization_id, [session.session_id]
            )
            for health in healths:
                unit.say(organization.organization_id, health)
            text = "Sessão {name} habilitada" if enabled else "Sessão {name} desabilitada"
            self._say(unit, organization, text, session)

    async def id_of(self, organization: Organization, name: str) -> int:
        """The id of the session with this name. Raises NotFound."""
        async with self._work.database.read() as connection:
            return (await self._find(connection, organization, name)).session_id

    async def _find(self, connection: Connection, organization: Organization, name: str) -> Session:
        session = await sessions.by_name(connection, organization.organization_id, name)
        if session is None:
            known = await sessions.of_organization(connection, organization.organization_id)
            raise NotFound(
                "Não há sessão {name}; existem: {known}",
                name=name,
                known=", ".join(one.name for one in known) or "-",
            )
        return session

    def _say(self, unit: Unit, organization: Organization, text: str, session: Session) -> None:
        notify(
            unit,
            organization.organization_id,
            "info",
            "session_changed",
            text,
            organization.language,
            self._work.clock.now(),
            {"sessionId": str(session.session_id)},
            name=session.name,
        )


def _taken(names: Sequence[str], taken: set[str]) -> list[FieldProblem]:
    problems = []
    for name in names:
        if name in taken:
            text = Text("já existe uma sessão chamada {name}", name=name)
            problems.append(FieldProblem(f"{name}.name", text))
        taken.add(name)
    return problems
