"""RFC 6455 frames, with the `websockets` library as the judge."""

import itertools
import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st
from websockets.frames import Frame, Opcode
from websockets.server import ServerProtocol
from websockets.utils import apply_mask

from brasa.socketio.errors import FrameError
from brasa.socketio.wsframes import (
    BINARY,
    CLOSE,
    PING,
    TEXT,
    FrameReader,
    Message,
    close_code,
    close_frame,
    frame_header,
)

LIMIT = 70_000


KEY = b"\x11\x22\x33\x44"


def masked(opcode: int, data: bytes, *, fin: bool = True) -> bytes:
    """A client's frame, right or wrong."""
    header = bytearray(frame_header(opcode, len(data)))
    header[0] ^= 0 if fin else 0x80
    header[1] |= 0x80
    return bytes(header) + KEY + apply_mask(data, KEY)


frames = st.builds(
    masked,
    st.sampled_from([0, TEXT, BINARY, CLOSE, PING, 0xA]),
    st.one_of(st.binary(max_size=130), st.integers(124, 66_000).map(bytes)),
    fin=st.booleans(),
)


def read_all(data: bytes, cuts: list[int]) -> list[Message] | int:
    """What a reader makes of `data` in pieces: the messages, or the close code of the violation."""
    reader = FrameReader(LIMIT)
    found: list[Message] = []
    edges = [0, *sorted(cut % (len(data) + 1) for cut in cuts), len(data)]
    try:
        for start, end in itertools.pairwise(edges):
            found += reader.feed(data[start:end])
    except FrameError as error:
        return error.code
    return found


@given(st.lists(frames, max_size=6), st.lists(st.integers(0, 100_000), max_size=6))
def test_it_does_not_matter_how_the_bytes_are_cut(parts: list[bytes], cuts: list[int]) -> None:
    data = b"".join(parts)
    assert read_all(data, cuts) == read_all(data, [])


@given(st.lists(frames, max_size=4).map(b"".join))
def test_what_the_reference_accepts_is_accepted_and_means_the_same(data: bytes) -> None:
    theirs = reference(data)
    if theirs is not None:
        assert read_all(data, []) == theirs


@given(st.binary(max_size=300))
def test_what_is_read_of_any_bytes_the_reference_reads_too(data: bytes) -> None:
    ours = read_all(data, [])
    theirs = reference(data)
    if not isinstance(ours, int) and theirs is not None:
        assert ours == theirs


def reference(data: bytes) -> list[Message] | None:
    """The messages `websockets` finds, or None if it objects to anything or sees a close."""
    protocol = ServerProtocol(max_size=LIMIT)
    open_state(protocol)
    protocol.receive_data(data)
    messages: list[Message] = []
    parts: list[bytes] = []
    opcode = 0
    for frame in protocol.events_received():
        assert isinstance(frame, Frame)
        if frame.opcode in (Opcode.PING, Opcode.PONG):
            messages.append(Message(int(frame.opcode), bytes(frame.data)))
            continue
        opcode = int(frame.opcode) or opcode
        parts.append(bytes(frame.data))
        if frame.fin:
            messages.append(Message(opcode, b"".join(parts)))
            parts = []
    closed = protocol.parser_exc is not None or protocol.close_rcvd is not None
    return None if closed or protocol.close_sent is not None else messages


def open_state(protocol: ServerProtocol) -> None:
    from websockets.protocol import State

    protocol.state = State.OPEN
    protocol.parser = protocol.parse()
    next(protocol.parser)


@given(st.sampled_from([TEXT, BINARY, PING]), st.integers(0, 70_000))
def test_headers_are_what_the_reference_writes(opcode: int, size: int) -> None:
    data = bytes(min(size, 125) if opcode == PING else size)
    expected = Frame(Opcode(opcode), data).serialize(mask=False)
    assert frame_header(opcode, len(data)) + data == expected


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"\x81\x05hello", 1002),  # not masked
        (b"\xc1\x80\0\0\0\0", 1002),  # a reserved bit
        (b"\x83\x80\0\0\0\0", 1002),  # an unknown opcode
        (b"\x09\x80\0\0\0\0", 1002),  # a fragmented ping
        (b"\x89\xfe\0\x7e\0\0\0\0", 1002),  # a long ping
        (b"\x80\x80\0\0\0\0", 1002),  # a continuation of nothing
        (masked(TEXT, b"a", fin=False) + masked(TEXT, b"b"), 1002),  # a message in a message
        (masked(BINARY, bytes(LIMIT + 1)), 1009),
        (masked(TEXT, bytes(LIMIT), fin=False) + masked(0, b"x"), 1009),
        (b"\x82\xff" + b"\xff" * 8, 1009),
    ],
)
def test_violations_are_named(data: bytes, code: int) -> None:
    assert read_all(data, []) == code


def test_a_message_too_big_is_refused_before_it_is_all_there() -> None:
    reader = FrameReader(100)
    with pytest.raises(FrameError):
        reader.feed(masked(BINARY, bytes(101))[:8])


def test_fragments_cost_no_more_than_the_bytes_they_carry() -> None:
    reader = FrameReader(1_000_000)
    tracemalloc.start()
    reader.feed(masked(TEXT, b"", fin=False))
    for _ in range(20):
        reader.feed(masked(0, b"", fin=False) * 1_000)
        reader.feed(masked(0, b"x", fin=False) * 1_000)
    held, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert held < 50_000
    assert reader.feed(masked(0, b"!")) == [(TEXT, b"x" * 20_000 + b"!")]


def test_a_frame_may_come_byte_by_byte() -> None:
    data = masked(BINARY, bytes(range(256)) * 300) + masked(TEXT, b"next")
    reader = FrameReader(LIMIT * 1000)
    found = [message for byte in data for message in reader.feed(bytes((byte,)))]
    assert found == [(BINARY, bytes(range(256)) * 300), (TEXT, b"next")]


@pytest.mark.parametrize("code", [1000, 1001, 1011, 3000, 4999])
def test_valid_close_codes_are_echoed(code: int) -> None:
    assert close_code(code.to_bytes(2, "big") + b"bye") == code


@pytest.mark.parametrize("body", [b"\x03", b"\0\0", b"\x03\xed", b"\x03\xe8\xff", b"\x13\x88"])
def test_invalid_close_bodies_are_violations(body: bytes) -> None:
    with pytest.raises(FrameError):
        close_code(body)


def test_a_long_close_reason_is_cut_to_fit_a_control_frame() -> None:
    assert close_frame(1000, "x" * 500)[1] == 125
