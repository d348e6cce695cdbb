"""Stock clients, cut at random, against what was sent; `make reconnect` does it at length."""

import random

from bench.realtime.reconnect import CLIENTS, reconnect
from tests.tools import require_node_modules


async def test_clients_cut_at_random_get_every_event_once_and_in_order() -> None:
    require_node_modules(CLIENTS)
    seed = random.randrange(1 << 30)
    verdict = await reconnect(clients=30, cuts=4, seed=seed)
    assert verdict.good, (verdict, seed)
    assert verdict.sent > 20
    assert verdict.cuts == 30 * 4
    assert verdict.recovered > 30
