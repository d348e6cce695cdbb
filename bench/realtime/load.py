"""Thousands of Socket.IO clients in one light process.

It reads frame headers and nothing else: no JSON, no objects per message. The server's processor
time is what is measured, so this only must not be so slow that the server's buffers fill.
"""

import base64
import os
import select
import socket

JOIN = b'42["join-organization",{"organizationId":1}]'
EVENT_PREFIX = b"42"
SMALLEST_EVENT = 100  # bytes; acknowledgements are shorter
IN_FLIGHT = 64


class Client:
    """One connection: what is left of a frame that is not all there yet."""

    __slots__ = ("joined", "rest", "shaken", "skip", "sock")

    def __init__(self, port: int) -> None:
        self.sock = socket.create_connection(("127.0.0.1", port))
        self.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        key = base64.b64encode(os.urandom(16))
        self.sock.sendall(
            b"GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: 127.0.0.1\r\n"
            b"Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: " + key + b"\r\n"
            b"Sec-WebSocket-Version: 13\r\n\r\n"
        )
        self.sock.setblocking(False)
        self.rest = b""
        self.skip = 0
        self.shaken = False
        self.joined = False

    def send(self, text: bytes) -> None:
        """Send a short text message."""
        size = bytes((0xFE, 0, len(text))) if len(text) > 125 else bytes((0x80 | len(text),))
        self.sock.send(b"\x81" + size + b"\0\0\0\0" + text)


class Load:
    """Clients of one server, all in one room."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._clients: dict[int, Client] = {}
        self._epoll = select.epoll()
        self.joined = 0
        self.events = 0

    def open(self, count: int) -> None:
        """Connect and join so many clients."""
        opened = 0
        while self.joined < count:
            while opened < count and opened - self.joined < IN_FLIGHT:
                client = Client(self._port)
                self._clients[client.sock.fileno()] = client
                self._epoll.register(client.sock.fileno(), select.EPOLLIN)
                opened += 1
            self._poll()

    def fan_out(self, events: int, burst: int) -> None:
        """Have the server emit events to the room, and read them all."""
        any_client = next(iter(self._clients.values()))
        any_client.send(b'42["bench",{"n":%d,"burst":%d}]' % (events, burst))
        self.read(events)

    def read(self, events: int) -> None:
        """Read until every client can have had so many events."""
        self.events = 0
        while self.events < events * len(self._clients):
            self._poll()

    def let_go(self) -> socket.socket:
        """The connection of the only client, to be read no more."""
        (client,) = self._clients.values()
        self._epoll.close()
        return client.sock

    def close(self) -> None:
        for client in self._clients.values():
            client.sock.close()
        self._epoll.close()

    def _poll(self) -> None:
        ready = self._epoll.poll(30, 512)
        if not ready:
            raise TimeoutError(f"{self.joined} joined, {self.events} events, and silence")
        for number, _ in ready:
            client = self._clients[number]
            data = client.sock.recv(1 << 18)
            if not data:
                raise ConnectionResetError("the server closed a connection")
            self._read(client, data)

    def _read(self, client: Client, data: bytes) -> None:
        if client.skip >= len(data):
            client.skip -= len(data)
            return
        data = client.rest + data[client.skip :]
        client.skip, at = 0, 0
        if not client.shaken:
            at = data.find(b"\r\n\r\n") + 4
            client.shaken = True
        while len(data) - at >= 8 or (len(data) - at >= 2 and data[at + 1] < 126):
            size, head = data[at + 1], 2
            if size == 126:
                size, head = int.from_bytes(data[at + 2 : at + 4], "big"), 4
            start = at + head
            if size >= SMALLEST_EVENT and data[start : start + 2] == EVENT_PREFIX:
                self.events += 1
            elif start + size > len(data):
                break
            else:
                self._answer(client, data[start : start + size])
            at = start + size
        if at > len(data):
            client.skip, client.rest = at - len(data), b""
        else:
            client.rest = data[at:]

    def _answer(self, client: Client, text: bytes) -> None:
        if text[:1] == b"0":
            client.send(b"40")
        elif text == b"2":
            client.send(b"3")
        elif text[:2] == b"40":
            client.send(JOIN)
            client.joined = True
            self.joined += 1
