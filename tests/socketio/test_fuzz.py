"""Fuzzing in short; `make fuzz` does it at length."""

import importlib.util
import random
import subprocess
import sys
import time

import pytest

from fuzz.targets import SEEDS, TARGETS, ServerTarget
from tests.tools import missing

SECONDS = 0.4


def mutate(seed: bytes, chance: random.Random) -> bytes:
    """A seed with some bytes changed, removed, added or repeated."""
    data = bytearray(seed)
    for _ in range(chance.randrange(1, 6)):
        at = chance.randrange(len(data) + 1)
        match chance.randrange(4):
            case 0:
                data[at : at + 1] = bytes([chance.randrange(256)])
            case 1:
                del data[at : at + chance.randrange(1, 9)]
            case 2:
                data[at:at] = chance.choice((b'"', b"[", b"]", b"{", b"-", b"/", b",", b"9", b"\n"))
            case _:
                data[at:at] = data[chance.randrange(len(data) + 1) :]
    return bytes(data[:5000])


@pytest.mark.parametrize("name", TARGETS)
def test_mutated_input_breaks_nothing(name: str) -> None:
    chance, target = random.Random(name), TARGETS[name]()
    end = time.monotonic() + SECONDS
    while time.monotonic() < end:
        target(mutate(chance.choice(SEEDS[name]), chance))
    if isinstance(target, ServerTarget):
        target.close()


def test_atheris_finds_nothing_in_a_moment() -> None:
    if importlib.util.find_spec("atheris") is None:
        missing("atheris is not installed")
    command = [sys.executable, "-m", "fuzz", "1", "messages"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    assert "number_of_executed_units" in done.stderr
