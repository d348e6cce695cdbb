"""How much one client, one address and one server may take."""

import ipaddress


class RateLimit:
    """The generic cell rate algorithm: `burst` at once, `rate` per second in the long run.

    A client's whole state is one time, kept by the client: see `spend`.
    """

    __slots__ = ("_credit", "_interval")

    def __init__(self, rate: float, burst: int) -> None:
        self._interval = 1.0 / rate
        self._credit = burst * self._interval

    def spend(self, paid_until: float, now: float, count: int = 1) -> float:
        """The client's new state after `count` more messages, or -1.0 if that is too many."""
        paid_until = max(paid_until, now) + count * self._interval
        return paid_until if paid_until - now <= self._credit else -1.0


class AddressCount:
    """Counts connections per client address."""

    __slots__ = ("_counts", "_limit")

    def __init__(self, limit: int | None) -> None:
        self._limit = limit
        self._counts: dict[str, int] = {}

    def admits(self, address: str) -> bool:
        """Whether one more connection from `address` is within the limit."""
        if self._limit is None or is_loopback(address):
            return True
        return self._counts.get(address, 0) < self._limit

    def add(self, address: str) -> None:
        if self._limit is not None:
            self._counts[address] = self._counts.get(address, 0) + 1

    def remove(self, address: str) -> None:
        if self._limit is None:
            return
        left = self._counts[address] - 1
        if left:
            self._counts[address] = left
        else:
            del self._counts[address]


def is_loopback(address: str) -> bool:
    """Whether `address` is this machine; names and Unix sockets are."""
    if address.startswith("127."):
        return True
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return True
