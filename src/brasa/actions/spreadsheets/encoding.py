"""Tells a text file's encoding from its bytes."""

import codecs
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CHUNK = 1 << 20
# What spreadsheets in Brazil write when it is not Unicode. Latin-1 takes any byte, so it is last.
_CANDIDATES = ("utf-8", "cp1252", "latin-1")


def detect(path: Path) -> str:
    """The first encoding that the whole file is valid in, by its mark or by trying.

    Reads the file once, a chunk at a time. Raises OSError.
    """
    with path.open("rb") as file:
        start = file.read(_CHUNK)
        for mark, name in _MARKS:
            if start.startswith(mark):
                return name
        if _looks_like_utf16(start):
            return "utf-16-le"
        return _first_valid(start, file)


def _looks_like_utf16(start: bytes) -> bool:
    sample = start[:200]
    return len(sample) >= 4 and sample[1::2].count(0) > 0.8 * (len(sample) // 2)


def _first_valid(start: bytes, file: BinaryIO) -> str:
    decoders = {name: codecs.getincrementaldecoder(name)() for name in _CANDIDATES}
    for chunk, is_last in _chunks(start, file):
        for name in list(decoders):
            try:
                decoders[name].decode(chunk, is_last)
            except UnicodeDecodeError:
                del decoders[name]
        # ASCII so far decodes alike in all of them: what counts is the best that never failed.
        if next(iter(decoders)) == "latin-1":
            break
    return next(iter(decoders))


def _chunks(start: bytes, file: BinaryIO) -> Iterator[tuple[bytes, bool]]:
    chunk = start
    while True:
        following = file.read(_CHUNK)
        yield chunk, not following
        if not following:
            return
        chunk = following
