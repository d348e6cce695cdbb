"""`brasa` and `python -m brasa`."""

import sys

from brasa.cli.app import main as run


def main() -> None:
    """Run the command line and leave with its exit code."""
    sys.exit(run())


if __name__ == "__main__":
    main()
