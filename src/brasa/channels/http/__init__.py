"""The generic HTTP gateway (docs/channels.md, "The HTTP gateway")."""

from brasa.channels.http.channel import HttpChannel, create
from brasa.channels.http.settings import Callback, HttpSettings, Lookups

__all__ = ["Callback", "HttpChannel", "HttpSettings", "Lookups", "create"]
