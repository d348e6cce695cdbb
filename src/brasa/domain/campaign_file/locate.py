"""Tells on which line each key of a TOML document stands.

The standard library's parser gives values without positions, and a parser that keeps them
(tomlkit) keeps them for rewriting and does not tell them either. This scanner goes over a document
that is known to be valid, so it only has to skip values, not to understand them.
"""

import re
from bisect import bisect_left

Path = tuple[str | int, ...]

_BLANK = re.compile(r"(?:[ \t\r\n]+|#[^\n]*)*")
_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
_DOT = re.compile(r"[ \t]*\.[ \t]*")
_SCALAR = re.compile(r"[^,\]}\n#]*")
_STRINGS = (
    re.compile(r'"""(?:[^\\]|\\.)*?"{3,5}', re.DOTALL),
    re.compile(r"'''.*?'{3,5}", re.DOTALL),
    re.compile(r'"(?:[^"\\\n]|\\.)*"'),
    re.compile(r"'[^'\n]*'"),
)
_ESCAPED = re.compile(r"\\(.)")


def locate(text: str) -> dict[Path, int]:
    """Line (from 1) of every table, key and array item of a valid TOML document."""
    return _Scanner(text).run()


class _Scanner:
    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._newlines = [found.start() for found in re.finditer("\n", text)]
        self._lines: dict[Path, int] = {}
        self._last: dict[Path, int] = {}

    def run(self) -> dict[Path, int]:
        prefix: Path = ()
        while self._skip_blank():
            if self._text.startswith("[[", self._at):
                prefix = self._array_table()
            elif self._text.startswith("[", self._at):
                prefix = self._table()
            else:
                self._pair(prefix)
        return self._lines

    def _skip_blank(self) -> bool:
        self._skip(_BLANK)
        return self._at < len(self._text)

    def _skip(self, pattern: re.Pattern[str]) -> str:
        found = pattern.match(self._text, self._at)
        if found is None:
            raise ValueError(f"not valid TOML at character {self._at}")
        self._at = found.end()
        return found.group()

    def _note(self, path: Path) -> None:
        self._lines.setdefault(path, bisect_left(self._newlines, self._at) + 1)

    def _table(self) -> Path:
        start, self._at = self._at, self._at + 1
        path = self._resolved(self._key())
        self._close(start, path, 1)
        return path

    def _array_table(self) -> Path:
        start, self._at = self._at, self._at + 2
        name = self._resolved(self._key())
        self._last[name] = self._last.get(name, -1) + 1
        path = (*name, self._last[name])
        self._close(start, path, 2)
        return path

    def _close(self, start: int, path: Path, brackets: int) -> None:
        end, self._at = self._at, start
        self._note(path)
        self._note(path[:-1] if isinstance(path[-1], int) else path)
        self._at = self._text.index("]", end) + brackets

    def _resolved(self, key: Path) -> Path:
        """A header's key, with the index of the current item after each array of tables."""
        path: Path = ()
        for depth, name in enumerate(key, 1):
            path = (*path, name)
            if path in self._last and depth < len(key):
                path = (*path, self._last[path])
        return path

    def _key(self) -> Path:
        parts: list[str] = []
        while True:
            self._at = _skip_spaces(self._text, self._at)
            parts.append(self._key_part())
            dot = _DOT.match(self._text, self._at)
            if dot is None:
                return tuple(parts)
            self._at = dot.end()

    def _key_part(self) -> str:
        if self._text[self._at] in "\"'":
            quoted = self._skip(_STRINGS[2 if self._text[self._at] == '"' else 3])
            return _ESCAPED.sub(r"\1", quoted[1:-1])
        return self._skip(_BARE_KEY)

    def _pair(self, prefix: Path) -> None:
        start = self._at
        path = (*prefix, *self._key())
        end, self._at = self._at, start
        self._note(path)
        self._at = self._text.index("=", end) + 1
        self._value(path)

    def _value(self, path: Path) -> None:
        self._at = _skip_spaces(self._text, self._at)
        first = self._text[self._at]
        if first == "[":
            self._items(path)
        elif first == "{":
            self._inline_table(path)
        elif first in "\"'":
            triple = self._text.startswith(first * 3, self._at)
            self._skip(_STRINGS[(0 if triple else 2) + (first == "'")])
        else:
            self._skip(_SCALAR)

    def _items(self, path: Path) -> None:
        self._at += 1
        index = 0
        while self._skip_blank() and self._text[self._at] != "]":
            self._note((*path, index))
            self._value((*path, index))
            index += 1
            self._skip_comma()
        self._at += 1

    def _inline_table(self, path: Path) -> None:
        self._at += 1
        while self._skip_blank() and self._text[self._at] != "}":
            self._pair(path)
            self._skip_comma()
        self._at += 1

    def _skip_comma(self) -> None:
        self._skip_blank()
        if self._text[self._at] == ",":
            self._at += 1


def _skip_spaces(text: str, at: int) -> int:
    while text[at] in " \t":
        at += 1
    return at
