"""Half-open stretches of time [start, end) in UTC, and how they combine."""

from collections.abc import Iterable
from datetime import datetime

Interval = tuple[datetime, datetime]


def merge(intervals: Iterable[Interval]) -> list[Interval]:
    """The same time as sorted, disjoint intervals; empty ones vanish, touching ones join."""
    merged: list[Interval] = []
    for start, end in sorted(intervals):
        if start >= end:
            continue
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((start, end))
    return merged


def subtract(intervals: Iterable[Interval], holes: Iterable[Interval]) -> list[Interval]:
    """What of `intervals` is not in `holes`, sorted and disjoint."""
    left = merge(intervals)
    for hole_start, hole_end in merge(holes):
        left = [
            piece
            for start, end in left
            for piece in ((start, min(end, hole_start)), (max(start, hole_end), end))
            if piece[0] < piece[1]
        ]
    return left


def clip(intervals: Iterable[Interval], start: datetime, end: datetime) -> list[Interval]:
    """What of `intervals` lies within [start, end)."""
    cut = ((max(a, start), min(b, end)) for a, b in intervals)
    return [(a, b) for a, b in cut if a < b]


def seconds(intervals: Iterable[Interval]) -> float:
    """Elapsed seconds of disjoint intervals."""
    return sum((end - start).total_seconds() for start, end in intervals)
