"""Dashboards' sessions, where every gateway finds them: who drops here may come back there."""

import asyncio
from collections import OrderedDict

from valkey.asyncio import Valkey

from brasa.bus.link import TROUBLE, Link

_SAVE = """
local owner = redis.call('HGET', KEYS[1], 'owner')
if owner and owner ~= ARGV[1] then return 0 end
redis.call('HSET', KEYS[1], 'owner', ARGV[1], 'record', ARGV[2])
redis.call('PEXPIRE', KEYS[1], ARGV[3])
return 1
"""
_TAKE = """
local record = redis.call('HGET', KEYS[1], 'record')
if record then redis.call('HSET', KEYS[1], 'owner', ARGV[1]) end
return record
"""
_DISCARD = """
if redis.call('HGET', KEYS[1], 'owner') == ARGV[1] then redis.call('DEL', KEYS[1]) end
"""
TAKE_WITHIN = 2.0


class Sessions:
    """Records by pid, kept for `keep` seconds after they were last saved.

    A record belongs to the gateway that took it last: what another one saves later, when it finds
    out that its connection is dead, is not heard. Writing happens behind the caller's back, the
    last record of a pid only.
    """

    def __init__(self, url: str, owner: str, keep: float, prefix: str = "brasa") -> None:
        self._link = Link(url)
        client: Valkey = self._link.client
        self._owner = owner
        self._keep = keep
        self._prefix = prefix
        self._save = client.register_script(_SAVE)
        self._take = client.register_script(_TAKE)
        self._discard = client.register_script(_DISCARD)
        self._changed: OrderedDict[str, bytes | None] = OrderedDict()
        self._wake = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    @property
    def available(self) -> bool:
        """Whether sessions can be found now."""
        return self._link.available

    def start(self) -> None:
        """Begin to write."""
        self._task = asyncio.create_task(self._link.keep(self._write))

    async def stop(self) -> None:
        """Write what is left, if Valkey is there, and end."""
        if self._task is not None:
            await self._link.end(self._task)
        try:
            async with asyncio.timeout(TAKE_WITHIN):
                while self._changed:
                    await self._write_one()
        except TROUBLE:
            pass
        await self._link.close()

    def save(self, pid: str, record: bytes) -> None:
        """Keep a session."""
        self._changed[pid] = record
        self._wake.set()

    def discard(self, pid: str) -> None:
        """Forget a session."""
        self._changed[pid] = None
        self._wake.set()

    async def take(self, pid: str) -> bytes | None:
        """Find a session and make it this gateway's; None without one, or without Valkey."""
        if not self._link.available:  # nobody waits for what is known to be away
            return None
        try:
            async with asyncio.timeout(TAKE_WITHIN):
                found: bytes | None = await self._take(keys=[self._key(pid)], args=[self._owner])
        except TROUBLE as error:
            self._link.lost(error)
            return None
        return found

    async def _write(self) -> None:
        if await self._link.something(self._wake):
            await self._write_one()
            if not self._changed:
                self._wake.clear()

    async def _write_one(self) -> None:
        pid, record = next(iter(self._changed.items()))
        key = self._key(pid)
        if record is None:
            await self._discard(keys=[key], args=[self._owner])
        else:
            ttl = int(self._keep * 1000)
            await self._save(keys=[key], args=[self._owner, record, ttl])
        if self._changed.get(pid) is record:
            del self._changed[pid]

    def _key(self, pid: str) -> str:
        return f"{self._prefix}:session:{pid}"
