"""The channels in use: one for each provider settings that sessions have."""

import asyncio

import msgspec

from brasa.channels.base import Channel, ChannelContext, Limits
from brasa.channels.registry import Registry


class Outlets:
    """Makes a channel when a session first needs it; sessions with equal settings share one."""

    def __init__(self, registry: Registry, context: ChannelContext) -> None:
        self._registry = registry
        self._context = context
        self._channels: dict[tuple[str, str], Channel] = {}
        self._started: set[tuple[str, str]] = set()
        self._starting = asyncio.Lock()

    async def channel(self, name: str, settings: str) -> Channel:
        """The started channel for these settings (JSON). Raises InvalidInput for wrong ones."""
        channel = self._channel(name, settings)
        if (name, settings) not in self._started:
            async with self._starting:
                if (name, settings) not in self._started:
                    await channel.start()
                    self._started.add((name, settings))
        return channel

    def limits(self, name: str, settings: str) -> Limits:
        """What a channel with these settings bears."""
        return self._channel(name, settings).limits

    async def close(self) -> None:
        """Close every channel that was started."""
        for key in list(self._started):
            self._started.discard(key)
            await self._channels[key].close()

    def _channel(self, name: str, settings: str) -> Channel:
        channel = self._channels.get((name, settings))
        if channel is None:
            read = msgspec.json.decode(settings, type=dict)
            channel = self._registry.create(name, read, self._context)
            self._channels[name, settings] = channel
        return channel
