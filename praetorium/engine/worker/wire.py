"""Messages between the worker and its zygotes: JSON with a length before it, over a stream socket of any size."""

from __future__ import annotations

import asyncio
import json
import socket
import struct
from typing import Any

_LENGTH = struct.Struct("!I")
Message = dict[str, Any]


def pack(message: Message) -> bytes:
    """The bytes of one message."""
    content = json.dumps(message).encode()
    return _LENGTH.pack(len(content)) + content


def send(connection: socket.socket, message: Message, fd: int | None = None) -> None:
    """Send one message, and with it a file descriptor if one is given."""
    data = pack(message)
    if fd is None:
        connection.sendall(data)
    else:
        sent = socket.send_fds(connection, [data], [fd])
        connection.sendall(data[sent:])


def receive(connection: socket.socket) -> tuple[Message, int | None] | None:
    """The next message and the descriptor that came with it; None when the other side is gone."""
    head, fds, _, _ = socket.recv_fds(connection, _LENGTH.size, 1)
    if not head:
        return None
    head += _exactly(connection, _LENGTH.size - len(head))
    if len(head) < _LENGTH.size:
        return None
    (length,) = _LENGTH.unpack(head)
    content = _exactly(connection, length)
    if len(content) < length:
        return None
    return json.loads(content), (fds[0] if fds else None)


def _exactly(connection: socket.socket, size: int) -> bytes:
    parts: list[bytes] = []
    while size > 0:
        part = connection.recv(min(size, 1 << 20))
        if not part:
            break
        parts.append(part)
        size -= len(part)
    return b"".join(parts)


async def read(stream: asyncio.StreamReader) -> Message:
    """The next message of a stream. Raises asyncio.IncompleteReadError when the other side is gone."""
    (length,) = _LENGTH.unpack(await stream.readexactly(_LENGTH.size))
    message: Message = json.loads(await stream.readexactly(length))
    return message
