"""Fuzz with atheris: `python -m fuzz [SECONDS [TARGET]]`; without a target, every one in turn."""

import subprocess
import sys
import tempfile
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["brasa.socketio"]):
    from fuzz.targets import SEEDS, TARGETS


def main() -> None:
    """Run one target in this process, or each in its own."""
    seconds = sys.argv[1] if len(sys.argv) > 1 else "30"
    if len(sys.argv) > 2:
        fuzz(sys.argv[2], seconds)
        return
    for name in TARGETS:
        print(f"fuzzing {name} for {seconds} s", flush=True)
        subprocess.run([sys.executable, "-m", "fuzz", seconds, name], check=True)


def fuzz(name: str, seconds: str) -> None:
    """Let atheris look for an input that raises, hangs or grows the process."""
    corpus = Path(tempfile.mkdtemp())
    for number, seed in enumerate(SEEDS[name]):
        (corpus / str(number)).write_bytes(seed)
    limits = [
        f"-max_total_time={seconds}",
        "-rss_limit_mb=1024",
        "-timeout=5",
        "-verbosity=0",
        "-print_final_stats=1",
    ]
    atheris.Setup([sys.argv[0], *limits, str(corpus)], TARGETS[name]())
    atheris.Fuzz()


if __name__ == "__main__":
    main()
