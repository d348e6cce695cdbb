"""Words a simulated step as the event a provider would send."""

from datetime import datetime, timedelta

from brasa.channels.base import Event, Inbound, Lookup, Message, Receipt, ReceiptStatus
from brasa.channels.simulator.failures import FAILURES, UNDELIVERABLE
from brasa.channels.simulator.fate import Fate, Step

_STATUS = {
    Step.DELIVERED: ReceiptStatus.DELIVERED,
    Step.READ: ReceiptStatus.READ,
    Step.FAILED: ReceiptStatus.FAILED,
}
# What says more wins, whatever order the receipts come in.
_SAYS = (ReceiptStatus.SENT, ReceiptStatus.DELIVERED, ReceiptStatus.READ, ReceiptStatus.FAILED)


def provider_id(idempotency_key: str) -> str:
    """The simulated provider's name of a message."""
    return f"sim.{idempotency_key}"


def event_of(step: Step, message: Message, at: datetime, reply: str) -> Event:
    """The receipt, or the recipient's `reply`, that `step` brings at `at`."""
    if step is Step.REPLY:
        inbound_id = f"sim.reply.{message.idempotency_key}"
        return Inbound(message.session_id, message.to, reply, at, inbound_id)
    return _receipt(_STATUS[step], message.session_id, message.idempotency_key, at)


def latest(lookup: Lookup, fate: Fate, now: datetime) -> Receipt:
    """The receipt that says most of what has happened by `now`; `sent_at` None: all of it."""
    sent_at = lookup.sent_at
    passed = None if sent_at is None else (now - sent_at).total_seconds()
    status, after = ReceiptStatus.SENT, 0.0
    for due, step in fate.steps:
        happened = passed is None or due <= passed
        if happened and step is not Step.REPLY and _further(_STATUS[step], status):
            status, after = _STATUS[step], due
    at = now if sent_at is None else sent_at + timedelta(seconds=after)
    return _receipt(status, lookup.session_id, lookup.idempotency_key, at)


def _further(status: ReceiptStatus, than: ReceiptStatus) -> bool:
    return _SAYS.index(status) > _SAYS.index(than)


def _receipt(status: ReceiptStatus, session_id: str, key: str, at: datetime) -> Receipt:
    failed = status is ReceiptStatus.FAILED
    return Receipt(
        provider_id=provider_id(key),
        status=status,
        at=at,
        session_id=session_id,
        idempotency_key=key,
        code=UNDELIVERABLE if failed else None,
        message=FAILURES[UNDELIVERABLE].text if failed else None,
    )
