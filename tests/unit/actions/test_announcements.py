"""What was committed is said once, in order, and one failure does not silence the rest."""

import asyncio
from collections.abc import Sequence

from brasa.actions.announcements import CHUNK, Announcements
from brasa.bus.base import Envelope, Listener


def envelope(number: int) -> Envelope:
    return Envelope(1, "notification", b"%d" % number)


class Bus:
    """Keeps what it is given, a batch at a time; refuses those that hold a payload of `fail`."""

    def __init__(self, fail: bytes | None = None) -> None:
        self.batches: list[list[int]] = []
        self._fail = fail

    async def publish(self, envelopes: Sequence[Envelope]) -> None:
        await asyncio.sleep(0)
        if any(one.payload == self._fail for one in envelopes):
            raise ConnectionError
        self.batches.append([int(one.payload) for one in envelopes])

    def subscribe(self, listener: Listener) -> None:
        raise NotImplementedError

    @property
    def said(self) -> list[int]:
        return [number for batch in self.batches for number in batch]


async def test_envelopes_and_those_made_later_keep_their_order() -> None:
    bus = Bus()
    announcements = Announcements(bus)
    made: list[str] = []

    def make() -> list[Envelope]:
        made.append("now")
        return [envelope(2), envelope(3)]

    announcements.add([envelope(1), make, envelope(4)])
    assert made == []
    await announcements.publish()
    assert bus.said == [1, 2, 3, 4]
    assert not announcements.waiting


async def test_a_little_is_about_a_chunk() -> None:
    bus = Bus()
    announcements = Announcements(bus)
    announcements.add([envelope(number) for number in range(CHUNK + 10)])
    await announcements.publish_some()
    assert bus.said == list(range(CHUNK))
    await announcements.publish_some()
    assert bus.said == list(range(CHUNK + 10))


async def test_whoever_publishes_has_said_everything_before() -> None:
    bus = Bus()
    announcements = Announcements(bus)
    announcements.add([envelope(1)])
    first = asyncio.create_task(announcements.publish())
    await asyncio.sleep(0)
    assert not announcements.waiting  # it is on its way
    await announcements.publish()
    assert bus.said == [1]
    await first


async def test_what_cannot_be_made_or_said_leaves_the_rest() -> None:
    bus = Bus(fail=b"7")
    announcements = Announcements(bus)

    def fail() -> list[Envelope]:
        raise ZeroDivisionError

    announcements.add([fail, envelope(1)])
    await announcements.publish()
    announcements.add([envelope(7)])
    await announcements.publish()
    announcements.add([envelope(2)])
    await announcements.publish()
    assert bus.said == [1, 2]
