"""Binary values inside JSON: taken out and put back (Socket.IO protocol 5, "binary")."""

from collections.abc import Sequence
from typing import Any

import msgspec

from brasa.socketio.errors import ProtocolError

_BINARY = (bytes, bytearray, memoryview)
_encode_json = msgspec.json.Encoder().encode


def encode_args(args: Sequence[Any]) -> tuple[bytes, tuple[bytes, ...]]:
    """`args` as a JSON array, its binary values replaced by placeholders and returned in order."""
    attachments: list[bytes] = []
    if any(has_binary(arg) for arg in args):
        args = [_extract(arg, attachments) for arg in args]
    return _encode_json(args), tuple(attachments)


def has_binary(value: Any) -> bool:
    """Whether there are bytes anywhere in lists, tuples and dicts."""
    if isinstance(value, _BINARY):
        return True
    if isinstance(value, dict):
        return any(map(has_binary, value.values()))
    if isinstance(value, (list, tuple)):
        return any(map(has_binary, value))
    return False


def _extract(value: Any, attachments: list[bytes]) -> Any:
    if isinstance(value, _BINARY):
        attachments.append(bytes(value))
        return {"_placeholder": True, "num": len(attachments) - 1}
    if isinstance(value, dict):
        return {key: _extract(item, attachments) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_extract(item, attachments) for item in value]
    return value


def restore(value: Any, attachments: Sequence[bytes]) -> Any:
    """`value` with its placeholders replaced; raises `ProtocolError` for one out of range."""
    if isinstance(value, list):
        return [restore(item, attachments) for item in value]
    if not isinstance(value, dict):
        return value
    if value.get("_placeholder") is not True:
        return {key: restore(item, attachments) for key, item in value.items()}
    number = value.get("num")
    # bool is an int in Python and not a number in JSON
    if type(number) is not int or not 0 <= number < len(attachments):
        raise ProtocolError("illegal attachment")
    return attachments[number]
