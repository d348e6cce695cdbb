"""What is set about real time reaches the Socket.IO server."""

from brasa.config import Config
from brasa.server.realtime import options_of


def test_clients_behind_proxies_are_known_by_their_own_addresses() -> None:
    assert options_of(Config()).trusted_proxies == 0
    assert options_of(Config(trusted_proxies=2)).trusted_proxies == 2
