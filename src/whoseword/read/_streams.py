"""Streams that hold more than their owner may say: gzip, unpacked no further than a limit.

A bomb costs its limit and no more. A stream that breaks off or is damaged says so with OSError or EOFError.
"""

import zlib
from typing import BinaryIO

_CHUNK_BYTES = 65_536


def gunzip_at_most(file: BinaryIO, limit_bytes: int) -> bytes:
    """What the gzip stream `file` unpacks to, at most `limit_bytes` and one more; OSError where it is damaged."""
    unpacked = bytearray()
    engine = zlib.decompressobj(wbits=31)
    waiting = file.read(_CHUNK_BYTES)
    while waiting and len(unpacked) <= limit_bytes:
        try:
            unpacked += engine.decompress(waiting, limit_bytes + 1 - len(unpacked))
        except zlib.error as error:
            raise OSError(str(error)) from error
        waiting = engine.unconsumed_tail or file.read(_CHUNK_BYTES)
        if engine.eof:
            waiting = engine.unused_data or waiting
            if not waiting.startswith(b"\x1f\x8b"):
                return bytes(unpacked)
            engine = zlib.decompressobj(wbits=31)
    if len(unpacked) <= limit_bytes and not engine.eof:
        raise OSError("the gzip stream breaks off")
    return bytes(unpacked)


def gunzip_head(file: BinaryIO, limit_bytes: int) -> bytes:
    """The first unpacked bytes of the gzip stream `file`, as far as they can be had; the place in `file` is kept."""
    here = file.tell()
    packed = file.read(_CHUNK_BYTES)
    file.seek(here)
    try:
        return zlib.decompressobj(wbits=31).decompress(packed, limit_bytes)
    except zlib.error:
        return b""


def is_gzip(file: BinaryIO) -> bool:
    """Whether `file` is a gzip stream from here on; the place in it is kept."""
    here = file.tell()
    opening = file.read(2)
    file.seek(here)
    return opening == b"\x1f\x8b"
