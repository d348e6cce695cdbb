"""What the services of an engine said of themselves."""

from datetime import timedelta

from brasa.engine.service import Counts


class Notes:
    """An observer that remembers."""

    def __init__(self) -> None:
        self.failures: list[tuple[str, Exception]] = []
        self.overruns: list[str] = []
        self.jumps: list[timedelta] = []
        self.runs: list[str] = []

    def ran(self, name: str, seconds: float, counts: Counts) -> None:
        self.runs.append(name)

    def overran(self, name: str, seconds: float, interval: float) -> None:
        self.overruns.append(name)

    def failed(self, name: str, error: Exception) -> None:
        self.failures.append((name, error))

    def clock_jumped(self, name: str, by: timedelta) -> None:
        self.jumps.append(by)
