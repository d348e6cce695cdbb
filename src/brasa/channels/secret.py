"""A text that shows itself to nobody who does not ask."""

from typing import Any

HIDDEN = "***"


class Secret:
    """Holds a token or key; `repr`, `str`, logs and encoders see only asterisks."""

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        self._value = value

    def reveal(self) -> str:
        """The text itself; call it where it is used, and keep it nowhere."""
        return self._value

    def __repr__(self) -> str:
        return HIDDEN

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and other._value == self._value

    def __hash__(self) -> int:
        return hash(self._value)


def read_secret(value: Any) -> Secret:
    """A Secret from a setting. Raises ValueError, without quoting it, when it is not text."""
    if isinstance(value, Secret):
        return value
    if not isinstance(value, str) or not value:
        raise ValueError("Expected `str`, not empty")
    return Secret(value)


def redact(text: str, secrets: list[Secret]) -> str:
    """`text` with every secret, and every word of one (`Bearer x`: also `x`), hidden."""
    parts = {part for secret in secrets for part in (secret.reveal(), *secret.reveal().split())}
    # The longest first, so that a whole secret is hidden before its parts are.
    for part in sorted(parts, key=len, reverse=True):
        if len(part) >= _SHORTEST:
            text = text.replace(part, HIDDEN)
    return text


# Shorter words ("v1", "Basic") would blank ordinary text and are no secret worth the name.
_SHORTEST = 6
