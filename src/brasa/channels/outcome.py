"""What handing a message over can end in: accepted, surely not taken, or nobody knows.

Whatever a provider said is fit to be kept (words.py) once it is one of these.
"""

from enum import StrEnum
from typing import Any

import msgspec

from brasa.channels.words import patience, sentence, word
from brasa.domain.refusals import told
from brasa.errors import BrasaError


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
        msgspec.structs.force_setattr(self, "provider_id", word(self.provider_id))


class SendError(BrasaError):
    """The provider surely did not take the message.

    `code` is the provider's own, or one of Brasa's words (`not_connected`, ...).
    `retryable`: the same message may be accepted later, after `retry_after` seconds if known.
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
        super().__init__(text, code=word(code), **values)
        self.retryable = retryable
        self.scope = scope
        self.retry_after = patience(retry_after)
        self.opt_out = opt_out


class Expired(SendError):
    """The right to send it ran out before it was tried: another try costs the message nothing."""

    def __init__(self) -> None:
        super().__init__("O prazo para enviar passou", code="lease_over", retryable=True)


class Unknown(BrasaError):
    """Nobody knows whether the provider took the message: it must not be sent again by itself.

    `code` is `timeout`, `connection_lost`, `server_error`, `unreadable_answer` or `unexpected`.
    """

    def __init__(self, text: str, *, code: str, **values: Any) -> None:
        super().__init__(text, code=word(code), **values)


Outcome = Accepted | SendError | Unknown


def explained(outcome: SendError | Unknown, language: str) -> str:
    """Why it was not taken, or why nobody knows, for people who read `language`."""
    return sentence(told(outcome, language))
