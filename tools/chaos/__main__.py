"""python -m tools.chaos --kills 100"""

import argparse
import asyncio
import sys

from tools.chaos.run import Options, run


def main() -> None:
    """Run from the command line; exits 1 when a promise was broken."""
    parser = argparse.ArgumentParser(prog="make chaos")
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--messages", type=int, default=1_000, help="for each kill")
    parser.add_argument("--every", type=float, default=1.0, help="seconds between faults")
    parser.add_argument("--rate", type=float, default=600.0, help="messages a second")
    parser.add_argument("--sessions", type=int, default=120)
    parser.add_argument("--workers", type=int, default=3)
    parser.add_argument("--gateways", type=int, default=1)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--patience", type=float, default=40.0, help="seconds of standstill")
    parser.add_argument("--keep", action="store_true", help="keep the logs")
    verdict = asyncio.run(run(parser.parse_args(namespace=Options())))
    broken = verdict.broken()
    for promise in broken:
        print(f"broken: {promise}")
    print(verdict)
    sys.exit(1 if broken else 0)


if __name__ == "__main__":
    main()
