"""Socket.IO packets and polling payloads, as bytes."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brasa.socketio.binary import encode_args, has_binary, restore
from brasa.socketio.errors import ProtocolError
from brasa.socketio.frame import Batch, Frame
from brasa.socketio.packets import (
    ACK,
    CONNECT,
    DISCONNECT,
    EVENT,
    Packet,
    data_packet,
    decode_packet,
)
from brasa.socketio.payload import decode_payload
from brasa.socketio.strip import Strip

json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)
binary_values = st.recursive(
    st.binary(max_size=8) | st.text(max_size=4) | st.integers(0, 9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)
names = st.text(min_size=1).filter(lambda name: "connect" not in name and "Listener" not in name)
namespaces = st.sampled_from(["/", "/custom", "/a/b?c=d", "/é"])
ack_ids = st.none() | st.integers(0, 10**15 - 1)


def decode(text: bytes) -> Packet:
    return decode_packet(text, 10, 1)


@given(names, st.lists(json_values, max_size=3), namespaces, ack_ids)
def test_an_event_survives_the_wire(
    name: str, args: list[Any], namespace: str, ack: int | None
) -> None:
    body, attachments = encode_args((name, *args))
    packet = decode(data_packet(EVENT, namespace, body, 0, ack))
    assert packet == Packet(EVENT, namespace, ack, [name, *args])
    assert not attachments


@given(names, st.lists(binary_values, max_size=3))
def test_binary_survives_the_wire(name: str, args: list[Any]) -> None:
    body, attachments = encode_args((name, *args))
    text = data_packet(EVENT, "/", body, len(attachments))
    packet = decode_packet(text, 100, 1)
    assert packet.attachments == len(attachments)
    assert bool(attachments) == has_binary(args)
    assert restore(packet.data, attachments) == [name, *args]


@given(st.binary(max_size=60))
def test_any_bytes_are_a_packet_or_a_protocol_error(text: bytes) -> None:
    try:
        packet = decode_packet(text, 10)
    except (ProtocolError, UnicodeDecodeError):
        return
    assert packet.type in (CONNECT, DISCONNECT, EVENT, ACK)


@given(st.text(alphabet='0123456/-,[]{}"ab:_num', max_size=40))
def test_anything_like_a_packet_is_a_packet_or_a_protocol_error(text: str) -> None:
    test_any_bytes_are_a_packet_or_a_protocol_error.hypothesis.inner_test(text.encode())  # type: ignore[attr-defined]


@given(st.binary(max_size=60))
def test_any_body_is_a_payload_or_a_protocol_error(body: bytes) -> None:
    try:
        packets = decode_payload(body)
    except ProtocolError:
        return
    assert packets


@given(json_values)
def test_restoring_never_fails_otherwise(value: Any) -> None:
    try:
        restore(value, [b"x"])
    except ProtocolError:
        assert "_placeholder" in json.dumps(value)


@pytest.mark.parametrize(
    ("text", "packet"),
    [
        (b"40", Packet(CONNECT, "/", None, None)),
        (b'40/a,{"t":1}', Packet(CONNECT, "/a", None, {"t": 1})),
        (b"41/a", Packet(DISCONNECT, "/a", None, None)),
        (b"41/a,", Packet(DISCONNECT, "/a", None, None)),
        (b'42["x"]', Packet(EVENT, "/", None, ["x"])),
        (b'42/a,12["x",1]', Packet(EVENT, "/a", 12, ["x", 1])),
        (b"4312[]", Packet(ACK, "/", 12, [])),
        (b'451-/a,["x"]', Packet(EVENT, "/a", None, ["x"], 1)),
        (b"462-3[]", Packet(ACK, "/", 3, [], 2)),
    ],
)
def test_packets_are_read_as_the_protocol_writes_them(text: bytes, packet: Packet) -> None:
    assert decode(text) == packet


@given(st.lists(st.integers(-20, 3).filter(bool), min_size=1, max_size=40))
def test_a_batch_is_split_without_loss(frames: list[int]) -> None:
    """Frames with attachments (so many), and strips of several frames (so many below zero)."""
    batch: Batch | None = None
    for number, count in enumerate(frames):
        batch = Batch(
            batch, Frame(b"4%d" % number, (b"x",) * count) if count > 0 else strip(-count)
        )
    assert batch is not None
    head, tail = batch.split(16)
    assert head.packets <= 16
    assert head.packets + (tail.packets if tail else 0) == batch.packets
    assert head.wire + (tail.wire if tail else b"") == batch.wire
    assert (tail is None) == (batch.packets <= 16)


def strip(count: int) -> Strip:
    return Strip(b"".join(Frame(b"4%d" % number).wire for number in range(count)), count)


@given(st.lists(st.integers(0, 140) | st.integers(65_500, 65_600), min_size=1, max_size=8))
def test_a_strip_has_the_frames_it_was_made_of(sizes: list[int]) -> None:
    frames = [Frame(b"4" * size) for size in sizes]
    wire = b"".join(frame.wire for frame in frames)
    made = Strip(wire, len(frames), range(5, 5 + len(frames)))
    parts = made.parts()
    assert [part.wire for part in parts] == [frame.wire for frame in frames]
    assert [part.position for part in parts] == list(range(5, 5 + len(frames)))
    assert (made.first, made.position) == (5, 4 + len(frames))
    assert made.payload() == b"\x1e".join(frame.text for frame in frames)


def test_a_batch_is_shared_by_those_who_wait_for_the_same() -> None:
    first, second, third = (Frame(b"4" + bytes([c])) for c in b"abc")
    common = Batch(Batch(None, first), second)
    longer = Batch(common, third)
    assert common.wire == first.wire + second.wire
    assert longer.wire == first.wire + second.wire + third.wire
    assert longer.payload == b"4a\x1e4b\x1e4c"
    assert longer.size == len(longer.wire)


@given(st.text(st.characters() | st.sampled_from('\ud83d\udd25\\u"d8'), max_size=12))
def test_halves_of_characters_are_read_as_javascript_means_them(text: str) -> None:
    whole = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    packet = b"2" + json.dumps(["x", text]).encode()
    assert decode_packet(packet, 0).data == ["x", whole]


@pytest.mark.parametrize("text", [b'2["\\ud8"]', b'2["\\ud800]', b'2["\\ud800",]', b'2["\\ud8zz"]'])
def test_what_is_no_json_besides_is_refused(text: bytes) -> None:
    with pytest.raises(ProtocolError):
        decode_packet(text, 0)
