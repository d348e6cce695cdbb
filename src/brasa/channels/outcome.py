"""What handing a message over can end in: accepted, surely not taken, or nobody knows.

Whatever a provider says, an outcome can be stored.
"""

from enum import StrEnum
from typing import Any

import msgspec

from brasa.domain.storable import LONGEST_CODE, storable, storable_id
from brasa.errors import BrasaError

# Seconds: a provider that says more says "never", or nonsense that no clock can show.
LONGEST_WAIT = 30 * 86_400.0


class Scope(StrEnum):
    """What an error says to hold: one recipient, the session, the whole account, the template."""

    RECIPIENT = "recipient"
    SESSION = "session"
    ACCOUNT = "account"
    TEMPLATE = "template"


class Accepted(msgspec.Struct, frozen=True, gc=False):
    """The provider took the message and calls it `provider_id`."""

    provider_id: str

    def __post_init__(self) -> None:
        msgspec.structs.force_setattr(self, "provider_id", storable_id(self.provider_id))


class SendError(BrasaError):
    """The provider surely did not take the message.

    `code` is the provider's own, or one of Brasa's words (`not_connected`, ...).
    `retryable`: the same message may be accepted later, after `retry_after` seconds if known, at
    most `LONGEST_WAIT`.
    `scope`: what else will meet the same error. `opt_out`: the recipient refused messages, and
    the organization must not write again.
    """

    def __init__(
        self,
        text: str,
        *,
        code: str,
        retryable: bool = False,
        scope: Scope = Scope.RECIPIENT,
        retry_after: float | None = None,
        opt_out: bool = False,
        **values: Any,
    ) -> None:
        super().__init__(text, code=storable(code, LONGEST_CODE), **values)
        self.retryable = retryable
        self.scope = scope
        self.retry_after = None if retry_after is None else min(retry_after, LONGEST_WAIT)
        self.opt_out = opt_out

    @property
    def message(self) -> str:
        """The explanation for people."""
        return storable(str(self))


class Expired(SendError):
    """The right to send it ran out before it was tried: another try costs the message nothing."""

    def __init__(self) -> None:
        super().__init__("O prazo para enviar passou", code="lease_over", retryable=True)


class Unknown(BrasaError):
    """Nobody knows whether the provider took the message: it must not be sent again by itself.

    `code` is `timeout`, `connection_lost`, `server_error`, `unreadable_answer` or `unexpected`.
    """

    def __init__(self, text: str, *, code: str, **values: Any) -> None:
        super().__init__(text, code=storable(code, LONGEST_CODE), **values)

    @property
    def message(self) -> str:
        """The explanation for people."""
        return storable(str(self))


Outcome = Accepted | SendError | Unknown
