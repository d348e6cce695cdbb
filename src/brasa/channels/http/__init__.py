"""The generic HTTP gateway (docs/channels.md, "The HTTP gateway")."""

from importlib import import_module

from brasa.channels.base import Channel, ChannelContext
from brasa.channels.http.settings import Callback, HttpSettings, Lookups

__all__ = ["Callback", "HttpSettings", "Lookups", "create"]


def create(settings: HttpSettings, context: ChannelContext) -> Channel:
    """The factory the registry knows.

    The HTTP client takes longer to load than the rest of a command; whoever sends by other
    channels, or only checks what a person wrote, goes without it.
    """
    channel: Channel = import_module("brasa.channels.http.channel").HttpChannel(settings, context)
    return channel
