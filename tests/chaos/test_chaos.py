"""A short chaos run: nodes, Valkey and PostgreSQL are broken at random."""

import random

from tools.chaos.run import Options, run


async def test_nothing_is_sent_twice_or_lost_while_the_cluster_is_broken() -> None:
    options = Options(
        kills=6,
        messages=90,
        every=1.5,
        rate=60.0,
        sessions=12,
        workers=2,
        gateways=1,
        seed=random.randrange(1 << 30),
        patience=60.0,
        keep=False,
    )
    verdict = await run(options)

    assert verdict.sends > 0
    assert verdict.kills == options.kills
    assert verdict.broken() == [], (verdict, options.seed)
