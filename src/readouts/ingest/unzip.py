"""gzip and deflate undone within a limit: a few kilobytes can hold gigabytes of nothing."""

import zlib
from collections.abc import Iterable, Iterator

_PIECE = 262_144  # bytes unpacked at a time, so that the limit is overrun by no more than that
_GZIP, _ZLIB, _RAW = 31, 15, -15  # zlib's names of the three wrappings, by window bits


class TooLarge(ValueError):
    """More bytes than allowed."""


class Broken(ValueError):
    """The packed bytes are damaged, cut off, or packed in a way that was not asked for."""


def unzipped(parts: Iterable[bytes], encoding: str, most: int) -> bytes:
    """The bytes that the parts hold, unpacked once; the encoding is that of HTTP: "", "gzip", "deflate".

    Raises TooLarge beyond `most` bytes, Broken for damage. Packing within packing is Broken: nobody needs it, and each
    layer multiplies what a small answer can grow to.
    """
    encoding = encoding.strip().lower()
    if encoding in ("", "identity"):
        pieces = iter(parts)
    elif encoding in ("gzip", "x-gzip", "deflate"):
        pieces = _pieces(parts, _GZIP if "gzip" in encoding else _ZLIB)
    else:
        raise Broken(f"packed as {encoding!r}, which was not asked for")
    return _within(pieces, most)


def is_gzip(raw: bytes) -> bool:
    """Whether the bytes are a gzip file."""
    return raw.startswith(b"\x1f\x8b\x08")


def _within(pieces: Iterable[bytes], most: int) -> bytes:
    whole = bytearray()
    for piece in pieces:
        whole += piece
        if len(whole) > most:
            raise TooLarge(f"over {most:,} bytes")
    return bytes(whole)


def _pieces(parts: Iterable[bytes], wrapping: int) -> Iterator[bytes]:
    """The unpacked bytes, a piece at a time. A gzip file may have several members; deflate may lack its wrapping."""
    engine, begun, full = zlib.decompressobj(wrapping), False, False
    for part in parts:
        while part or full:  # a full piece may have left something behind in the engine
            if engine.eof and part:
                if wrapping != _GZIP or not is_gzip(part):
                    return  # filling behind the last member
                engine = zlib.decompressobj(wrapping)
            if wrapping == _ZLIB and not begun and part and part[0] & 0x0F != 8:
                engine = zlib.decompressobj(_RAW)
            begun = True
            try:
                piece = engine.decompress(part, _PIECE)
            except zlib.error as error:
                raise Broken(str(error)) from error
            yield piece
            full = len(piece) == _PIECE
            part = engine.unused_data if engine.eof else engine.unconsumed_tail
    if begun and not engine.eof:
        raise Broken("it breaks off")
