"""Keep XML well-formed: a text may hold characters that XML 1.0 has no way to write (section 2.2, Char)."""

import re
from typing import BinaryIO

__all__ = ["XmlSafe", "xml_safe"]

_ILLEGAL = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|\xef\xbf[\xbe\xbf]")
_CONTROLS = bytes(sorted({*range(0x20)} - {0x09, 0x0A, 0x0D}))
_NONCHARACTERS = b"\xef\xbf"
"""How U+FFFE, U+FFFF and others of that block begin."""
_REPLACEMENT = "\ufffd".encode()
_BEGINNINGS = (b"\xef\xbf", b"\xef")


def xml_safe(document: bytes) -> bytes:
    """Give XML in UTF-8 with U+FFFD in the place of each character XML forbids; the other formats keep them."""
    # to look for them one by one takes longer than to write the XML
    if _NONCHARACTERS not in document and len(document.translate(None, _CONTROLS)) == len(document):
        return document
    return _ILLEGAL.sub(_REPLACEMENT, document)


class XmlSafe:
    """A binary file that passes XML on as `xml_safe` makes it; flush it at the end."""

    def __init__(self, out: BinaryIO) -> None:
        self._out = out
        self._rest = b""

    def write(self, block: bytes) -> int:
        """Pass a block on, all but the beginning of a character that may be a forbidden one."""
        whole = self._rest + block
        self._rest = next((begun for begun in _BEGINNINGS if whole.endswith(begun)), b"")
        self._out.write(xml_safe(whole[: len(whole) - len(self._rest)]))
        return len(block)

    def flush(self) -> None:
        """Pass on what is held back."""
        self._out.write(self._rest)
        self._rest = b""
        self._out.flush()
