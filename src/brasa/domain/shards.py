"""Work is divided into shards: a session's work is always in the same one."""

import hashlib
from collections.abc import Collection

# More than workers that anybody will have, few enough to renew in one statement.
SHARDS = 32


def shard_of(session_id: int) -> int:
    """The shard of a session. Ids are given out one after the other, so shards are even."""
    return session_id % SHARDS


def share_of(worker: str, workers: Collection[str]) -> set[int]:
    """The shards that a worker should own, if these workers live (rendezvous hashing).

    Every worker finds the same answer by itself; one that comes or goes moves its own share only.
    """
    return {shard for shard in range(SHARDS) if _favourite(shard, workers) == worker}


def _favourite(shard: int, workers: Collection[str]) -> str | None:
    def weight(worker: str) -> bytes:
        return hashlib.blake2b(f"{shard}:{worker}".encode(), digest_size=8).digest()

    return max(workers, key=weight, default=None)
