"""Who is asking, and what that lets them see and do."""

from enum import StrEnum

import msgspec

from brasa.errors import Forbidden


class AccessMode(StrEnum):
    """`open` asks for no token and is for loopback only; `token` asks for one."""

    OPEN = "open"
    TOKEN = "token"  # noqa: S105 - the name of the mode


class Role(StrEnum):
    """What a token may do: look, act on campaigns and sessions, or administer."""

    VIEWER = "viewer"
    OPERATOR = "operator"
    ADMIN = "admin"


_ORDER = (Role.VIEWER, Role.OPERATOR, Role.ADMIN)


class Identity(msgspec.Struct, frozen=True):
    """Somebody at the door. `organization_id` None reaches every organization (open mode)."""

    role: Role
    organization_id: int | None = None
    token_id: int | None = None
    """The token it came with; None in open mode."""

    def require_organization(self, organization_id: int) -> None:
        """Raise Forbidden when this identity does not reach the organization.

        The text is the same whether or not such an organization exists.
        """
        if self.organization_id not in (None, organization_id):
            raise Forbidden("Sem acesso a esta organização")

    def require_role(self, role: Role) -> None:
        """Raise Forbidden when this identity's role is lower than `role`."""
        if _ORDER.index(self.role) < _ORDER.index(role):
            raise Forbidden(
                "Esta ação pede o papel {required}; o token tem {actual}",
                code="role_required",
                required=role.value,
                actual=self.role.value,
            )


ANYONE = Identity(Role.ADMIN)
