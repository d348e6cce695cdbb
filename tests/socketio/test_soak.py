"""The soak in short; `make soak` does it at length."""

from bench.soak import judge, soak


async def test_churn_leaves_nothing_behind() -> None:
    taken = await soak(seconds=2, rounds=2)
    assert taken[-1].opened > 20
    assert judge(taken) == []
