"""A packet as bytes, made once and shared by everyone it is sent to."""

import base64
from collections.abc import Sequence

from brasa.socketio.wsframes import BINARY, TEXT, frame_header

SEPARATOR = b"\x1e"  # between the packets of a polling payload


class Frame:
    """One Engine.IO text packet and its binary attachments, ready for both transports.

    `text` starts with the Engine.IO packet type. `position` is the event's place in the history
    (0: not recoverable). `packets` counts the attachments too.
    """

    __slots__ = ("attachments", "packets", "position", "text", "wire")

    def __init__(self, text: bytes, attachments: tuple[bytes, ...] = (), position: int = 0) -> None:
        self.text = text
        self.attachments = attachments
        self.packets = 1 + len(attachments)
        self.position = position
        wire = frame_header(TEXT, len(text)) + text
        for attachment in attachments:
            wire += frame_header(BINARY, len(attachment)) + attachment
        self.wire = wire

    @property
    def first(self) -> int:
        """The position of the first event in it, as `position` is the last one's."""
        return self.position

    @property
    def events(self) -> int:
        """How many events it is."""
        return 1

    def parts(self) -> "Sequence[Frame]":
        """The single frames it consists of."""
        return (self,)

    def payload(self) -> bytes:
        """The packets as part of a polling payload."""
        if not self.attachments:
            return self.text
        return SEPARATOR.join((self.text, *map(binary_packet, self.attachments)))


class BinaryFrame(Frame):
    """One Engine.IO binary message."""

    __slots__ = ()

    def __init__(self, data: bytes) -> None:
        self.text = b""
        self.attachments = (data,)
        self.packets = 1
        self.position = 0
        self.wire = frame_header(BINARY, len(data)) + data

    def payload(self) -> bytes:
        return binary_packet(self.attachments[0])


def binary_packet(data: bytes) -> bytes:
    """Binary data as a polling packet: `b` and base64."""
    return b"b" + base64.b64encode(data)


class Batch:
    """Frames waiting to leave together, as a chain that connections share.

    A thousand connections that wait for the same ten frames hold the same `Batch`: it is joined
    once, and every one of them writes the same bytes. Appending makes a new link and leaves the
    old one to whoever else waits on it.
    """

    __slots__ = ("_payload", "_wire", "before", "frame", "packets", "size")

    def __init__(self, before: "Batch | None", frame: Frame) -> None:
        self.before = before
        self.frame = frame
        self.size: int = len(frame.wire) + (before.size if before is not None else 0)
        self.packets: int = frame.packets + (before.packets if before is not None else 0)
        self._wire: bytes | None = None
        self._payload: bytes | None = None

    def frames(self) -> list[Frame]:
        """The frames, first to last."""
        link: Batch | None = self
        frames = []
        while link is not None:
            frames.append(link.frame)
            link = link.before
        frames.reverse()
        return frames

    def split(self, packets: int) -> "tuple[Batch, Batch | None]":
        """The first frames, of at most so many packets but at least one frame, and the rest."""
        if self.packets <= packets:
            return self, None
        head: Batch | None = None
        tail: Batch | None = None
        room = packets
        for frame in self.frames():
            for part in frame.parts() if tail is None and frame.packets > room else (frame,):
                if tail is None and (head is None or part.packets <= room):
                    head = Batch(head, part)
                    room -= part.packets
                else:
                    tail = Batch(tail, part)
        return head or self, tail

    @property
    def wire(self) -> bytes:
        """Everything as websocket frames."""
        if self._wire is None:
            if self.before is None:
                self._wire = self.frame.wire
            else:
                self._wire = b"".join([frame.wire for frame in self.frames()])
        return self._wire

    @property
    def payload(self) -> bytes:
        """Everything as one polling payload."""
        if self._payload is None:
            self._payload = SEPARATOR.join([frame.payload() for frame in self.frames()])
        return self._payload
