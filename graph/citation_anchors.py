"""The cheap first look at a text: where law may be named, found without reading the words between."""

from collections.abc import Iterator

from releasegraph.graph.citation_grammar import KIND_TOKENS

__all__ = ["Anchors", "find_anchors"]

# One byte per code point, so that offsets stay: lower case, digits as 0, all signs but brackets and § as space.
_KEPT = frozenset(b"()\xa7_") | frozenset(range(0xC0, 0x100))


def _folded(byte: int) -> int:
    sign = chr(byte)
    if byte in _KEPT:
        return byte
    if not sign.isascii() or not sign.isalnum():
        return ord(" ")
    return ord("0") if sign.isdigit() else ord(sign.lower())


_FOLD = bytes(map(_folded, range(256)))
_KIND_WORDS = frozenset(word.encode("latin-1") for word in KIND_TOKENS)
_DATED_WORDS = frozenset(b"act acts regulations regs order orders rules directions si".split())
_NAME_WORDS = (b" act", b"regulation", b"gdpr", b"copi", b"srsa", b"foia", b"directions")
_NAMES = frozenset(b"act acts regulation regulations gdpr copi srsa foia directions".split())
_LETTERED = (b"part i", b"part v", b"part x", b"chapter a", b"schedule a")
_ADDRESS = b"legislation gov uk "
_LETTERS = frozenset(b"abcdefghijklmnopqrstuvwxyz0_")
_REACH = 16

Anchors = tuple[list[int], list[tuple[int, int]], list[int]]
"""Starts of kind words before a number; spans of words that may end an instrument's name; starts of addresses."""


def _occurrences(folded: bytes, word: bytes) -> Iterator[int]:
    at = folded.find(word)
    while at >= 0:
        yield at
        at = folded.find(word, at + 1)


def _word_end(folded: bytes, at: int) -> int:
    end = at
    while end < len(folded) and folded[end] in _LETTERS:
        end += 1
    return end


def find_anchors(text: str, acronyms: frozenset[bytes]) -> Anchors:
    """Find where provisions, instruments and addresses may stand; `acronyms` are names used only with a year."""
    folded = text.encode("latin-1", "replace").translate(_FOLD)
    kinds: list[int] = []
    names: list[tuple[int, int]] = []
    known, at = _KIND_WORDS | _DATED_WORDS | acronyms, 0
    pieces = folded.split(b"0")
    for place, piece in enumerate(pieces[:-1]):
        at += len(piece) + 1
        if not piece:
            continue
        word = piece[-_REACH:].rstrip(b" (").rpartition(b" ")[2]
        if word not in known:
            word = word.rstrip(b")").rpartition(b"(")[2]
            if word not in known:
                continue
        start = folded.rfind(word, 0, at - 1)
        if word in _KIND_WORDS:
            kinds.append(start)
        if place + 4 < len(pieces) and not any(pieces[place + 1 : place + 4]):
            names.append((start, start + len(word)))
    for name in _NAME_WORDS:
        for at in _occurrences(folded, name):
            start = at + (name[0] == 32)
            word = folded[start : _word_end(folded, at + len(name))].rstrip(b"0")
            if word in _NAMES:
                names.append((start, start + len(word)))
    if names:
        for name in _LETTERED:
            kinds.extend(at for at in _occurrences(folded, name) if at == 0 or folded[at - 1] not in _LETTERS)
    names.extend((at, at + 3) for at in _occurrences(folded, b"s i 0000") if at == 0 or folded[at - 1] not in _LETTERS)
    if b"\xa7" in folded:
        kinds.extend(_occurrences(folded, b"\xa7"))
    addresses = list(_occurrences(folded, _ADDRESS)) if _ADDRESS in folded else []
    return sorted(set(kinds)), sorted(set(names)), addresses
