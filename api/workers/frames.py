"""What passes between the HTTP process and a worker: length-prefixed frames on a local socket.

Both ends are this program, and the socket's folder belongs to its user alone, so frames hold pickled objects.
"""

import struct
from collections.abc import Iterator
from enum import IntEnum

__all__ = ["HEADER", "Frame", "FrameReader", "frame"]

HEADER = struct.Struct("!BI")


class Frame(IntEnum):
    """What a frame holds."""

    GREETING = 1
    """A worker's process number, once it is ready for a job."""
    JOB = 2
    """A pickled job."""
    OPENING = 3
    """The pickled head of an answer."""
    BODY = 4
    """Bytes of its body."""
    END = 5
    """The answer is whole; pickled, what the jobs so far have left behind in the worker, nothing where as before."""
    PROBLEM = 6
    """The pickled problem that ended the job, or that keeps the worker from taking any."""
    ENDED = 7
    """From the fork server: the worker's process was ended by this signal (negative), or failed with this code."""
    RENEW = 8
    """The thread that did the last job was told to step back: another one is to do the next."""


def frame(kind: Frame, payload: bytes = b"") -> bytes:
    """Give a frame as sent: kind (1 byte), length (4 bytes), payload."""
    return HEADER.pack(kind, len(payload)) + payload


class FrameReader:
    """Cuts what arrives into frames."""

    def __init__(self) -> None:
        self._held = bytearray()

    def feed(self, arrived: bytes) -> Iterator[tuple[Frame, bytes]]:
        """Give the frames that are complete now."""
        held = self._held
        held += arrived
        start = 0
        while len(held) - start >= HEADER.size:
            kind, length = HEADER.unpack_from(held, start)
            end = start + HEADER.size + length
            if len(held) < end:
                break
            yield Frame(kind), bytes(held[start + HEADER.size : end])
            start = end
        if start:
            del held[:start]
