"""Collects what is wrong with a file, each with its line."""

from collections.abc import Mapping

from brasa.domain.campaign_file.locate import Path
from brasa.errors import FieldProblem


class Problems:
    """Errors, which refuse the file, and warnings, which do not."""

    def __init__(self, lines: Mapping[Path, int]) -> None:
        self._lines = lines
        self.errors: list[FieldProblem] = []
        self.warnings: list[FieldProblem] = []

    def error(self, path: Path, problem: str, accepted: str = "") -> None:
        """Refuse the file for what stands at `path`."""
        self.errors.append(FieldProblem(dotted(path), problem, accepted, self.line(path)))

    def warn(self, path: Path, problem: str, accepted: str = "") -> None:
        """Point at something that works and is probably not meant."""
        self.warnings.append(FieldProblem(dotted(path), problem, accepted, self.line(path)))

    def line(self, path: Path) -> int | None:
        """The line of `path`, or of the nearest thing around it that has one."""
        while path:
            if path in self._lines:
                return self._lines[path]
            path = path[:-1]
        return None

    def in_order(self) -> list[FieldProblem]:
        """The errors as one reads the file: by line, then what is missing altogether."""
        return sorted(self.errors, key=lambda one: (one.line is None, one.line or 0))


def dotted(path: Path) -> str:
    """`external.templates[2].body`: items are counted from 1, as people do."""
    text = ""
    for part in path:
        if isinstance(part, int):
            text += f"[{part + 1}]"
        else:
            text += f".{part}" if text else part
    return text
