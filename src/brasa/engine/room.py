"""How many executions may be on their way at once, and who may take the last places.

Sessions whose provider takes its time, or does not answer at all, would soon hold every place: each
gives one back when its call has timed out, and the next of them takes it. A fifth is kept from
them, so that whoever is quick goes on.
"""

# A message that takes longer than this is slow. So is its session, until one is quicker, and so is
# one of which nothing is known.
SLOW_SECONDS = 1.0
KEPT = 5


class Room:
    """Places for executions that are `sending`; `bound` is what a crash can leave unknown."""

    def __init__(self, bound: int) -> None:
        self._left = bound
        self._left_to_slow = max(1, bound - bound // KEPT)
        self.taken = 0

    def free(self, *, slow: bool) -> int:
        """How many places a session may take now."""
        return min(self._left, self._left_to_slow) if slow else self._left

    def take(self, places: int, *, slow: bool) -> None:
        """Take places; a negative number gives them back."""
        self.taken += places
        self._left -= places
        if slow:
            self._left_to_slow -= places
