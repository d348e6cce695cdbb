"""The stream of live events in Valkey: every event has a position, and positions have no gaps.

An entry holds a batch; its id is the position of its first event. Positions are counted in the
same script that appends, so who reads can tell by arithmetic whether it has missed anything. The
count begins at a number made of the time: after Valkey has lost its memory it goes on above
everything that was ever given out, unless more than 2^18 events a second were.
"""

from collections.abc import Sequence
from uuid import uuid4

import msgspec
from valkey.asyncio import Valkey

from brasa.bus.base import Envelope

_APPEND = """
local written = redis.call('GET', KEYS[3])
if written and tonumber(written) >= tonumber(ARGV[5]) then return end
local head = redis.call('GET', KEYS[2])
if not head then head = (redis.call('TIME')[1] - ARGV[3]) * 262144 end
local first = string.format('%.0f-0', head + 1)
redis.call('SET', KEYS[2], string.format('%.0f', head + ARGV[2]))
redis.call('XADD', KEYS[1], 'MAXLEN', '~', ARGV[4], first, 'events', ARGV[1])
redis.call('SET', KEYS[3], ARGV[5], 'EX', ARGV[6])
"""
_RAISE = """
local head = redis.call('GET', KEYS[1])
if not head or tonumber(head) < tonumber(ARGV[1]) then redis.call('SET', KEYS[1], ARGV[1]) end
"""
_COUNTED_SINCE = 1_577_836_800  # 2020-01-01
# Entries kept when nobody trims by time: a bound for Valkey's memory, not a promise.
MAX_ENTRIES = 200_000
# Seconds for which it is known what a writer has written: far more than any batch is tried again.
WRITER_KEPT = 3_600
BATCH = 128
PAGE = 200

Placed = tuple[int, Envelope]

_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(list[tuple[int, str, bytes]]).decode


class LiveStream:
    """What writers and readers of the stream share. Raises what the client raises."""

    def __init__(self, client: Valkey, prefix: str = "brasa") -> None:
        self._client = client
        # The braces keep both on one node of a Valkey cluster.
        self._stream, self._head = f"{{{prefix}:live}}", f"{{{prefix}:live}}:head"
        self._writer = f"{{{prefix}:live}}:writer:{uuid4().hex}"
        self._append = client.register_script(_APPEND)
        self._raise = client.register_script(_RAISE)

    async def append(self, envelopes: Sequence[Envelope], number: int) -> None:
        """Add events, in order, in one entry; once, however often that is said of one `number`.

        The numbers of a stream's user rise.
        """
        events = [(e.organization_id, e.event, e.payload) for e in envelopes]
        batch: list[bytes | int] = [
            _encode(events),
            len(events),
            _COUNTED_SINCE,
            MAX_ENTRIES,
            number,
            WRITER_KEPT,
        ]
        await self._append(keys=[self._stream, self._head, self._writer], args=batch)

    async def head(self) -> int:
        """The position of the last event; 0 when there was never any."""
        return int(await self._client.get(self._head) or 0)

    async def raise_head(self, position: int) -> None:
        """Let the next event be later than `position`, should Valkey have forgotten it."""
        await self._raise(keys=[self._head], args=[position])

    async def read(self, after: int, wait: float) -> list[Placed]:
        """Some events after a position, waiting up to `wait` seconds for the first."""
        reply = await self._client.xread(
            {self._stream: f"{after}-0"}, count=PAGE, block=int(wait * 1000)
        )
        return _placed(reply[0][1]) if reply else []

    async def past(self, until: int) -> list[Placed]:
        """Everything still there, up to a position."""
        found: list[Placed] = []
        start = "-"
        while entries := await self._client.xrange(self._stream, start, f"{until}-0", count=PAGE):
            found.extend(_placed(entries))
            start = f"({entries[-1][0].decode()}"
        return found

    async def trim(self, before: int) -> None:
        """Forget what is earlier than a position, more or less."""
        await self._client.xtrim(self._stream, minid=f"{before}-0", approximate=True)


def _placed(entries: Sequence[tuple[bytes, dict[bytes, bytes]]]) -> list[Placed]:
    placed: list[Placed] = []
    for id_, fields in entries:
        first = int(id_.partition(b"-")[0])
        for index, event in enumerate(_decode(fields[b"events"])):
            placed.append((first + index, Envelope(*event)))
    return placed
