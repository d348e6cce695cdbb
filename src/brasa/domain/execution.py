"""An execution: one message, and how far it has come. Drawn in docs/state-machines.md."""

from enum import StrEnum
from typing import Literal


class ExecutionType(StrEnum):
    """Who is written to: another session of the organization, or a contact who agreed to it."""

    INTERNAL = "internal"
    EXTERNAL = "external"


class ExecutionState(StrEnum):
    """Where an execution stands. `pending` has a recipient and no time yet."""

    PENDING = "pending"
    SCHEDULED = "scheduled"
    SENDING = "sending"
    SENT = "sent"
    DELIVERED = "delivered"
    READ = "read"
    FAILED = "failed"
    UNKNOWN = "unknown"
    SKIPPED = "skipped"


_S = ExecutionState

TRANSITIONS: dict[ExecutionState, frozenset[ExecutionState]] = {
    _S.PENDING: frozenset({_S.SCHEDULED, _S.SKIPPED}),
    _S.SCHEDULED: frozenset({_S.SENDING, _S.PENDING, _S.SKIPPED}),
    # Back to `scheduled` only when the provider surely did not take the message.
    _S.SENDING: frozenset({_S.SENT, _S.FAILED, _S.SCHEDULED, _S.UNKNOWN}),
    _S.SENT: frozenset({_S.DELIVERED, _S.READ, _S.FAILED}),
    _S.DELIVERED: frozenset({_S.READ, _S.FAILED}),
    _S.READ: frozenset({_S.FAILED}),
    # An operator may retry what failed; nobody else may.
    _S.FAILED: frozenset({_S.PENDING}),
    # A receipt, the provider's look-up or an operator settles an unknown one, or the worker whose
    # try it was and who only was late; never a resend that nobody asked for. Back to `scheduled`
    # as above: that worker alone can say that the provider surely did not take it.
    _S.UNKNOWN: frozenset({_S.SENT, _S.DELIVERED, _S.READ, _S.FAILED, _S.SCHEDULED, _S.PENDING}),
    _S.SKIPPED: frozenset(),
}

ACCEPTED = frozenset({_S.SENT, _S.DELIVERED, _S.READ})


class Reached(StrEnum):
    """A step of the funnel: what came that far or further."""

    SENT = "sent"
    DELIVERED = "delivered"
    READ = "read"

    @property
    def states(self) -> frozenset[ExecutionState]:
        """The states of what came this far."""
        return _REACHED[self]


_REACHED = {
    Reached.SENT: ACCEPTED,
    Reached.DELIVERED: frozenset({_S.DELIVERED, _S.READ}),
    Reached.READ: frozenset({_S.READ}),
}

WireStatus = Literal["sending", "sent", "failed"]

# What is told of before it goes out (again) has been tried: it is still under way.
_WIRE: dict[ExecutionState, WireStatus] = {
    _S.PENDING: "sending",
    _S.SCHEDULED: "sending",
    _S.SENDING: "sending",
    _S.SENT: "sent",
    _S.DELIVERED: "sent",
    _S.READ: "sent",
    _S.FAILED: "failed",
    _S.UNKNOWN: "sending",
    _S.SKIPPED: "failed",
}


def may_become(state: ExecutionState, target: ExecutionState) -> bool:
    """Whether the state machine has an arrow from `state` to `target`."""
    return target in TRANSITIONS[state]


def wire_status(state: ExecutionState) -> WireStatus:
    """The seed's three words: `sending`, `sent` or `failed`.

    An unknown execution stays `sending` (nobody knows better), and so does one that waits for a
    new try; a skipped one is `failed`. The finer state travels beside it as `deliveryStatus`.
    Nothing is announced of what was never tried and still waits.
    """
    return _WIRE[state]
