"""What a person decides about an HTTP gateway."""

from typing import Annotated

import msgspec

from brasa.channels.base import Limits, Message, ReceiptStatus
from brasa.channels.secret import Secret

Seconds = Annotated[float, msgspec.Meta(gt=0)]
Url = Annotated[str, msgspec.Meta(pattern="^https?://[^/]+")]
Path = str  # dots lead inwards, numbers into lists: "messages.0.id"


def _own_words() -> dict[str, ReceiptStatus]:
    return {status.value: status for status in ReceiptStatus}


class Callback(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How the gateway reports: JSON, one object or a list of them, signed.

    `header` carries the HMAC-SHA256 of the raw body under `secret`, in hex, `sha256=` before it
    or not. `statuses` translates the gateway's words; an object whose word is not there is
    ignored. An object with a text and no status is a message somebody wrote.
    """

    secret: Secret
    header: str = "X-Signature"
    id: Path = "id"
    idempotency_key: Path = "idempotency_key"
    session: Path = "session"
    status: Path = "status"
    at: Path = "at"
    code: Path = "code"
    message: Path = "message"
    from_: Path = msgspec.field(name="from", default="from")
    text: Path = "text"
    statuses: dict[str, ReceiptStatus] = msgspec.field(default_factory=_own_words)


class Lookups(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where a message can be asked for: `url` holds `{idempotency_key}` or `{provider_id}`.

    `absent_is_final`: a 404 proves that the gateway never took it. Say so only of a gateway whose
    book is written before it answers.
    """

    url: Url
    id: Path = "id"
    status: Path = "status"
    statuses: dict[str, ReceiptStatus] = msgspec.field(default_factory=_own_words)
    absent_is_final: bool = False


class HttpSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One gateway. `timeout` and `connect_timeout` are seconds; `headers` are kept secret.

    `body` maps the fields of the JSON that is posted to those of `Message`. `id`, `error` and
    `code` say where the answer has them; an empty `id` makes the idempotency key the id.
    `transient` lists statuses that prove the message was not taken and may be tried again.
    Put tokens into `headers`: the address is not secret.
    """

    url: Url
    headers: dict[str, Secret] = {}
    body: dict[str, str] = msgspec.field(
        default_factory=lambda: {"to": "to", "from": "sender", "text": "body"}
    )
    idempotency_header: str = "Idempotency-Key"
    id: Path = "id"
    error: Path = "error"
    code: Path = "code"
    transient: tuple[int, ...] = ()
    opt_out_codes: tuple[str, ...] = ()
    timeout: Seconds = 10.0
    connect_timeout: Seconds = 5.0
    connections: Annotated[int, msgspec.Meta(ge=1)] = 100
    check_url: Url | None = None
    lookup: Lookups | None = None
    callback: Callback | None = None
    limits: Limits = Limits(messages_per_second=10.0)

    def __post_init__(self) -> None:
        if wrong := set(self.body.values()) - set(Message.__struct_fields__):
            raise ValueError(
                f"Expected one of {', '.join(Message.__struct_fields__)}, got {', '.join(wrong)}"
                " - at `$.body`"
            )

    @property
    def secrets(self) -> list[Secret]:
        """Everything that must not be quoted."""
        return [*self.headers.values(), *([self.callback.secret] if self.callback else [])]
