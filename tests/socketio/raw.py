"""Websockets as plain TCP connections, to do what no client would."""

import asyncio

HANDSHAKE = (
    b"GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\n"
    b"Connection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
    b"Sec-WebSocket-Version: 13\r\n\r\n"
)


def masked(text: str) -> bytes:
    """A short text message as a client's frame."""
    data = text.encode()
    return bytes((0x81, 0x80 | len(data))) + bytes(4) + data


def control(opcode: int) -> bytes:
    """An empty control frame of a client."""
    return bytes((0x80 | opcode, 0x80)) + bytes(4)


def fragment(opcode: int) -> bytes:
    """An empty frame that others are to follow."""
    return bytes((opcode, 0x80)) + bytes(4)


async def connect(port: int) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    """Open a websocket; what follows the handshake is not read."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(HANDSHAKE)
    await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), 5)
    return reader, writer


async def cut_off(reader: asyncio.StreamReader) -> bool:
    """Wait until the server ends the TCP connection, in order or not."""
    try:
        async with asyncio.timeout(5):
            while await reader.read(65536):
                pass
    except ConnectionResetError:
        pass
    return True
