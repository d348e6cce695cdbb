"""How many messages a lane sends at a time, and when the next ones may go.

The provider's limits say how fast a session may send. What the store takes to begin a batch passes
within the gap that they leave, not after it. A batch is as large as is worth a commit, but no
larger than the lane's share of what the worker may have at providers at once: a few long batches
would fill that, and the other sessions would wait for them.
"""

from collections.abc import Callable

from brasa.channels.base import Limits
from brasa.engine.room import SLOW_SECONDS

# A micro-batch is sized to take about this long at the provider, so that a pause is obeyed.
BATCH_SECONDS = 0.5
# And so much of its limit's pace it covers while the lane keeps up with that: messages of a batch
# follow each other as fast as the provider answers, and a second is not to hold many too many.
PACED_SECONDS = 0.1
# What takes the provider no longer than this is not worth splitting among the lanes.
SHORT_SECONDS = 0.01
# The most that a batch begins before its time: it counts as being at the provider meanwhile.
EARLY_SECONDS = 0.05


class Pace:
    """The pace of one session. Times are monotonic seconds.

    `most` is how many messages the worker may have at providers at once, `lanes()` how many
    sessions send now. `slow` is what is known of the session from its last lane.
    """

    def __init__(
        self,
        limits: Limits,
        most: int,
        lanes: Callable[[], int],
        ready_at: float,
        *,
        slow: bool = False,
    ) -> None:
        self._gap = max(limits.min_gap, 1 / limits.messages_per_second)
        # Within a batch a message follows the other's answer: no gap of its own is kept there.
        self._largest = 1 if limits.min_gap else max(1, min(most, limits.batch))
        self._most = most
        self._lanes = lanes
        self._each: float | None = None
        self._beginning = 0.0
        self.ready_at = ready_at
        self.is_slow = slow

    def batch(self, now: float) -> int:
        """How many messages to send at a time; one, until it is known how long that takes."""
        if self._each is None:
            return 1
        keeps_up = self._each < self._gap and now - self.ready_at < PACED_SECONDS
        seconds = PACED_SECONDS if keeps_up else BATCH_SECONDS
        fitting = _fitting(seconds, max(self._each, self._gap))
        share = max(self._most // max(1, self._lanes()), _fitting(SHORT_SECONDS, self._each))
        return int(max(1, min(self._largest, fitting, share)))

    def until_begin(self, now: float) -> float:
        """Seconds to wait before a batch is begun in the store."""
        return self.ready_at - min(self._beginning, EARLY_SECONDS) - now

    def until_ready(self, now: float) -> float:
        """Seconds to wait before it is handed to the provider."""
        return self.ready_at - now

    def began(self, seconds: float) -> None:
        """Beginning a batch has taken so long."""
        self._beginning = seconds

    def sent(self, messages: int, begun: float, ended: float) -> None:
        """Messages were at the provider from one time to the other."""
        self._each = (ended - begun) / messages
        self.is_slow = self._each > SLOW_SECONDS
        self.ready_at = max(ended, begun + self._gap * messages)


def _fitting(seconds: float, each: float) -> float:
    return seconds / each if each else float("inf")
