"""One tree of errors. Each has a stable code; the edges render the text in the reader's language.

`text` is the pt-BR sentence, which is also the key of the gettext catalogues; `values` fill its
braces. Nothing secret may enter either: both reach logs, acknowledgements and API answers.
"""

from typing import Any

import msgspec


class FieldProblem(msgspec.Struct, frozen=True, omit_defaults=True, rename="camel"):
    """What is wrong with one field of an input, and what would be accepted."""

    field: str
    problem: str
    accepted: str = ""
    line: int | None = None

    def __str__(self) -> str:
        where = f"linha {self.line}: " if self.line is not None else ""
        accepted = f" ({self.accepted})" if self.accepted else ""
        return f"{where}{self.field}: {self.problem}{accepted}"


class BrasaError(Exception):
    """The root of every error that Brasa raises on purpose."""

    code = "internal"

    def __init__(self, text: str, *, code: str | None = None, **values: Any) -> None:
        super().__init__(text.format(**values) if values else text)
        self.text = text
        self.values = values
        if code is not None:
            self.code = code


class InvalidInput(BrasaError):
    """The caller sent something that cannot be accepted; `problems` names every field."""

    code = "invalid_input"

    def __init__(
        self,
        text: str = "Entrada inválida",
        problems: list[FieldProblem] | None = None,
        **values: Any,
    ) -> None:
        super().__init__(text, **values)
        self.problems = problems or []

    def __str__(self) -> str:
        return "\n".join([super().__str__(), *map(str, self.problems)])


class Unauthorized(BrasaError):
    """No token, or one that is not known."""

    code = "unauthorized"


class Forbidden(BrasaError):
    """The token is known and does not reach this."""

    code = "forbidden"


class NotFound(BrasaError):
    """Nothing with this id or name, in this organization."""

    code = "not_found"


class Conflict(BrasaError):
    """The state of the thing does not allow this now."""

    code = "conflict"


class LimitExceeded(BrasaError):
    """A limit, which is a setting, was reached."""

    code = "limit_exceeded"


class Unavailable(BrasaError):
    """A part that is needed does not answer now; trying again later may work."""

    code = "unavailable"


class LeaseLost(Unavailable):
    """Somebody else does it now; what was begun must not be written."""

    code = "lease_lost"


class StoreError(BrasaError):
    """The database cannot be used: corrupt, newer than this program, or full."""

    code = "store"


class ConfigError(BrasaError):
    """A setting is wrong or contradicts another one."""

    code = "config"
