"""Engine.IO packets as HTTP long-polling carries them (Engine.IO protocol 4, "payload")."""

import base64
import binascii

from brasa.socketio.errors import ProtocolError
from brasa.socketio.frame import SEPARATOR

OPEN, CLOSE, PING, PONG, MESSAGE, UPGRADE, NOOP = b"0123456"


def decode_payload(body: bytes) -> list[tuple[bool, bytes]]:
    """The packets of a request's body, as pairs of whether it is binary and its bytes.

    Raises `ProtocolError` for an empty packet or broken base64; the types of text packets are
    judged by whoever reads them.
    """
    return [_decode(packet) for packet in body.split(SEPARATOR)]


def _decode(packet: bytes) -> tuple[bool, bytes]:
    if not packet:
        raise ProtocolError("empty packet")
    if packet[:1] != b"b":
        return False, packet
    try:
        return True, base64.b64decode(packet[1:], validate=True)
    except binascii.Error:
        raise ProtocolError("broken base64") from None
