"""What makes a past execution the same one when its file is imported again.

Executions are unique by (campaign, step, contact) and by (campaign, session, slot). Those that
Brasa makes have a step of 0 and more, and slots that are positive. A past one has both below 0,
made of what the file says of it, so importing it again finds it there, and a running campaign
never takes it for its own: whoever was written to by another tool is still written to here.
"""

from datetime import UTC, datetime
from hashlib import blake2b

from brasa.actions.history.rows import PastExecution

_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)


def step_of(past: PastExecution) -> int:
    """For one to a contact: the seconds since 2000 at which it was sent, below 0. The same
    campaign does not write to the same contact twice within a second."""
    return -max(1, int((past.sent_at - _EPOCH).total_seconds()))


def slot_of(past: PastExecution) -> int:
    """For one to another session: a hash of who and when, below 0."""
    text = f"{past.to_session}\0{past.sent_at.isoformat()}"
    digest = blake2b(text.encode(), digest_size=8).digest()
    return -(int.from_bytes(digest) >> 2) - 1
