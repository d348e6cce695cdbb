"""What a benchmark yields, and where it is kept."""

from pathlib import Path

import msgspec

RESULTS = Path(__file__).parent / "results" / "latest.json"


class Row(msgspec.Struct):
    """One measurement beside its peer's. `ratio` is value / peer_value, or None without a peer."""

    name: str
    value: float
    unit: str
    peer: str | None
    peer_version: str | None
    peer_value: float | None
    ratio: float | None
    target: str
    command: str


def make_row(
    name: str,
    value: float,
    unit: str,
    target: str,
    peer: tuple[str, str, float] | None = None,
) -> Row:
    """A row; `peer` is its name, its version and its value."""
    who, version, theirs = peer if peer is not None else (None, None, None)
    return Row(
        name=name,
        value=round(value, 3),
        unit=unit,
        peer=who,
        peer_version=version,
        peer_value=None if theirs is None else round(theirs, 3),
        ratio=round(value / theirs, 4) if theirs else None,
        target=target,
        command=f"make bench ONLY={name}",
    )


def save(rows: list[Row]) -> None:
    """Write rows, keeping those of other names that are there."""
    kept: dict[str, Row] = {}
    if RESULTS.exists():
        kept = {row.name: row for row in msgspec.json.decode(RESULTS.read_bytes(), type=list[Row])}
    kept |= {row.name: row for row in rows}
    RESULTS.parent.mkdir(exist_ok=True)
    text = msgspec.json.format(msgspec.json.encode(list(kept.values())), indent=2)
    RESULTS.write_bytes(text + b"\n")
