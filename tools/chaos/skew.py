"""A wall clock that is wrong: only the tests can ask for that, not the product."""

import datetime
import time
from collections.abc import Callable
from importlib import import_module

# The two modules of Brasa that look at the wall clock.
WATCHERS = ("brasa.clock", "brasa.store.clock")


class Shifted(datetime.datetime):
    """`datetime` on a machine whose clock is wrong by `offset` seconds."""

    offset = 0.0

    @classmethod
    def now(cls, tz: datetime.tzinfo | None = None) -> datetime.datetime:  # type: ignore[override]
        return datetime.datetime.now(tz) + datetime.timedelta(seconds=cls.offset)


def shift(offset: float) -> None:
    """Let this process believe in another time."""
    real: Callable[[], float] = time.time
    time.time = lambda: real() + offset
    Shifted.offset = offset
    for name in WATCHERS:
        vars(import_module(name))["datetime"] = Shifted
