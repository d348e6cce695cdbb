"""Many frames in one piece of memory, sent and kept like one."""

from collections.abc import Sequence

from brasa.socketio.frame import SEPARATOR, Frame
from brasa.socketio.wsframes import frame_bodies


class Strip(Frame):
    """Text packets without attachments, as the websocket frames that follow each other.

    It stands for its frames wherever nobody looks at one of them; who does has them cut off the
    wire again, so that a strip costs little more than its bytes. `position` is the last one's.
    """

    __slots__ = ("_positions",)

    def __init__(self, wire: bytes, packets: int, positions: Sequence[int] = ()) -> None:
        """`positions` are the events' places in the history, rising; none: not recoverable."""
        self.text = b""
        self.attachments = ()
        self.wire = wire
        self.packets = packets
        self.position = positions[-1] if positions else 0
        self._positions = positions

    @property
    def first(self) -> int:
        return self._positions[0] if self._positions else 0

    @property
    def events(self) -> int:
        return self.packets

    def parts(self) -> list[Frame]:
        bodies = frame_bodies(self.wire)
        positions = self._positions or [0] * self.packets
        return [Frame(text, (), position) for text, position in zip(bodies, positions, strict=True)]

    def payload(self) -> bytes:
        return SEPARATOR.join(frame_bodies(self.wire))
