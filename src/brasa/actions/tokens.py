"""Give and take back access tokens."""

import secrets

from brasa.actions.unit import Work
from brasa.errors import FieldProblem, InvalidInput, NotFound
from brasa.i18n import Text
from brasa.store import tokens
from brasa.store.tokens import Token

ROLES = ("viewer", "operator", "admin")
# A mark that people and secret scanners recognise.
_PREFIX = "brasa_"


class Tokens:
    """Writes access tokens."""

    def __init__(self, work: Work) -> None:
        self._work = work

    async def create(self, organization_id: int, name: str, role: str) -> tuple[int, str]:
        """Make a token: its id, and the secret that is shown this once. Raises InvalidInput."""
        problems = []
        if not name.strip():
            problems.append(FieldProblem("name", Text("o nome não pode ser vazio")))
        if role not in ROLES:
            problems.append(FieldProblem("role", Text("papel desconhecido"), " | ".join(ROLES)))
        if problems:
            raise InvalidInput("O token não pode ser criado", problems)
        secret = _PREFIX + secrets.token_urlsafe(32)
        async with self._work.unit() as unit:
            token_id = await tokens.insert_one(
                unit.connection,
                organization_id,
                name=name.strip(),
                role=role,
                secret=secret,
                at=self._work.clock.now(),
            )
        return token_id, secret

    async def all(self, organization_id: int) -> list[Token]:
        """Every token of the organization, the oldest first."""
        async with self._work.database.read() as connection:
            return await tokens.of_organization(connection, organization_id)

    async def revoke(self, organization_id: int, token_id: int) -> None:
        """Make a token worthless. Raises NotFound."""
        async with self._work.unit() as unit:
            revoked = await tokens.revoke(
                unit.connection, organization_id, token_id, self._work.clock.now()
            )
            if not revoked:
                raise NotFound("Não há token válido com o número {id}", id=token_id)
