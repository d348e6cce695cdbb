"""The measurer looks at every session that has changed, and never for longer than its share."""

from datetime import datetime

from brasa.engine.measure import AT_ONCE, SHARE, Measurer
from tests.builders import NOW

TICK = 10.0


class Sessions:
    """Sessions that have changed; judging a batch takes `seconds` of a clock moved by hand."""

    def __init__(self, changed: int, seconds: float) -> None:
        self.changed = list(range(1, changed + 1))
        self.judged: list[int] = []
        self._seconds = seconds
        self._passed = 0.0

    async def mark_ripe(self, now: datetime) -> None:
        """Nothing is held."""

    async def measure(self, most: int, now: datetime, after: int = 0) -> list[int]:
        found = [one for one in self.changed if one > after][:most]
        self.changed = [one for one in self.changed if one not in set(found)]
        self.judged += found
        self._passed += self._seconds if found else 0.0
        return found

    def monotonic(self) -> float:
        return self._passed

    def now(self) -> datetime:
        return NOW

    async def sleep(self, seconds: float) -> None:
        self._passed += seconds


def measurer(sessions: Sessions) -> Measurer:
    return Measurer(sessions, sessions, TICK)  # type: ignore[arg-type]


async def test_every_session_that_changed_is_judged_once() -> None:
    sessions = Sessions(3 * AT_ONCE, seconds=0.1)
    counts = await measurer(sessions).run_once(NOW)

    assert sessions.judged == list(range(1, 3 * AT_ONCE + 1))
    assert counts == {"sessions": 3 * AT_ONCE, "cut_short": 0}


async def test_it_takes_no_more_than_its_share_of_the_tick() -> None:
    sessions = Sessions(100 * AT_ONCE, seconds=0.3)
    counts = await measurer(sessions).run_once(NOW)

    assert sessions.monotonic() <= TICK * SHARE + 0.3
    assert counts["cut_short"] == 1


async def test_the_next_tick_goes_on_where_time_ran_out_and_then_begins_anew() -> None:
    sessions = Sessions(6 * AT_ONCE, seconds=0.3)
    measuring = measurer(sessions)
    first = await measuring.run_once(NOW)
    early = sessions.judged[0]
    sessions.changed.append(early)  # it sent again meanwhile
    sessions.changed.sort()
    second = await measuring.run_once(NOW)

    assert first == {"sessions": 4 * AT_ONCE, "cut_short": 1}
    assert second == {"sessions": 2 * AT_ONCE + 1, "cut_short": 0}
    assert sessions.judged[-1] == early
    assert sessions.changed == []


async def test_nobody_starves_while_all_of_them_change_all_the_time() -> None:
    sessions = Sessions(5 * AT_ONCE, seconds=0.3)
    everyone = list(sessions.changed)
    measuring = measurer(sessions)
    for _ in range(2):
        await measuring.run_once(NOW)
        sessions.changed = list(everyone)

    assert set(sessions.judged) == set(everyone)
