"""The bytes of a text file to its text, or the place where they are none."""

from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE

from releasegraph.graph.errors import SourceError

__all__ = ["decode", "refuse_binary", "utf8_text"]


def utf8_text(content: bytes, source_file: str) -> str:
    """Decode a file as UTF-8, with or without a byte order mark.

    Raises SourceError, with line and byte counted from 1, for an empty file, for NUL bytes and for any other encoding.
    """
    if content.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        raise SourceError(source_file, "line 1, byte 1", "the file is encoded as UTF-16", "UTF-8 text")
    refuse_binary(content, source_file)
    return decode(content, "utf-8", source_file)


def refuse_binary(content: bytes, source_file: str) -> None:
    """Raise SourceError for an empty file or one with NUL bytes."""
    if not content.removeprefix(BOM_UTF8).strip():
        raise SourceError(source_file, "line 1", "the file is empty", "text")
    if (position := content.find(b"\0")) >= 0:
        raise SourceError(source_file, _place(content, position), "the file is binary", "text")


def decode(content: bytes, encoding: str, source_file: str) -> str:
    """Decode bytes, or raise SourceError with the line and byte that the encoding does not allow."""
    mark = BOM_UTF8 if encoding == "utf-8" and content.startswith(BOM_UTF8) else b""
    try:
        return content.removeprefix(mark).decode(encoding)
    except UnicodeDecodeError as error:
        position = len(mark) + error.start
        wrong = f"byte {content[position]:#04x} is no {encoding} text"
        raise SourceError(source_file, _place(content, position), wrong, f"{encoding} text") from error


def _place(content: bytes, position: int) -> str:
    line = content.count(b"\n", 0, position) + 1
    return f"line {line}, byte {position + 1}"
