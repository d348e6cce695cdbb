"""An observer for benchmarks: nobody watches, and a failure is not passed over."""

from datetime import timedelta

from brasa.engine.service import Counts


class Quiet:
    """Says nothing of runs; raises what made one fail."""

    def ran(self, name: str, seconds: float, counts: Counts) -> None:
        """Not of interest."""

    def overran(self, name: str, seconds: float, interval: float) -> None:
        """To be expected."""

    def failed(self, name: str, error: Exception) -> None:
        """A measurement of something that failed says nothing."""
        raise error

    def clock_jumped(self, name: str, by: timedelta) -> None:
        """The clock is moved by hand."""
