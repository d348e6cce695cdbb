"""What the settings say of the Socket.IO server is what it is told."""

from brasa.config import load
from brasa.server.realtime import options_of


def test_clients_behind_a_proxy_are_told_apart() -> None:
    config = load({"trusted_proxies": 1}, environment={})
    assert options_of(config).trusted_proxies == 1
    assert options_of(load({}, environment={})).trusted_proxies == 0
