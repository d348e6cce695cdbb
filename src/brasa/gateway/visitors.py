"""Who is connected, what they may reach, and how much they ask for."""

import asyncio
from math import ceil
from typing import Any

import msgspec

from brasa.clock import Clock
from brasa.domain.access import Identity, Role
from brasa.errors import LimitExceeded


class GatewaySettings(msgspec.Struct, frozen=True):
    """Each join and each dashboard costs reading a snapshot: a connection may ask for `burst` of
    them at once and for one more every `interval` seconds.

    In open mode `hosts` and `origins` may connect besides this machine's own (domain/locality.py).
    """

    burst: int = 20
    interval: float = 1.0
    hosts: tuple[str, ...] = ()
    origins: tuple[str, ...] = ()


class Allowance:
    """A token bucket."""

    def __init__(self, settings: GatewaySettings, clock: Clock) -> None:
        self._settings = settings
        self._clock = clock
        self._left = float(settings.burst)
        self._at = clock.monotonic()

    def spend(self) -> None:
        """Take one. Raises LimitExceeded, which says how long to wait."""
        now, interval = self._clock.monotonic(), self._settings.interval
        self._left = min(self._settings.burst, self._left + (now - self._at) / interval)
        self._at = now
        if self._left < 1:
            wait = ceil((1 - self._left) * interval)
            raise LimitExceeded("Pedidos demais nesta conexão: espere {wait} s", wait=wait)
        self._left -= 1


class Visitor:
    """One connection on this node. Its commands run one after the other, under `turn`."""

    def __init__(self, identity: Identity, language: str, allowance: Allowance) -> None:
        self.identity = identity
        self.language = language
        self.allowance = allowance
        self.turn = asyncio.Lock()

    def remembered(self) -> dict[str, Any]:
        """What recovery keeps: plain values, for they may travel between nodes."""
        return {
            "organization": self.identity.organization_id,
            "role": self.identity.role.value,
        }


def same_identity(remembered: dict[str, Any], identity: Identity) -> bool:
    """Whether who comes back is who left; another organization's rooms would come with them."""
    return remembered == {} or (
        remembered.get("organization") == identity.organization_id
        and Role(remembered.get("role", identity.role)) is identity.role
    )
