"""The cheap first look at a text: where law may be named, found without reading the words between."""

import re
from collections.abc import Iterator
from functools import cache
from itertools import product

from releasegraph.graph.law.grammar import KIND_TOKENS

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
_LETTERED = ((b"part ", b"ivx"), (b"chapter ", b"aivx"), (b"schedule ", b"a"))
_LONGEST_LETTERED = 10
_NEAR = 400
_SERIES = re.compile(rb"(?:^|[^a-z0_])s $")
_ADDRESS = b"legislation gov uk "
_LETTERS = frozenset(b"abcdefghijklmnopqrstuvwxyz0_")
_REST = re.compile(rb"[a-z0_]*")
_REACH = 16
_ENDING = 3

Anchors = tuple[list[int], list[tuple[int, int]], list[int]]
"""Starts of kind words before a number; spans of words that may end an instrument's name; starts of addresses."""


def _occurrences(folded: bytes, word: bytes) -> Iterator[int]:
    at = folded.find(word)
    while at >= 0:
        yield at
        at = folded.find(word, at + 1)


@cache
def _endings(known: frozenset[bytes]) -> frozenset[bytes]:
    """List the last bytes before a digit after which `_known_word` may find a word: most numbers end here."""
    signs = [bytes(run) for length in range(_ENDING + 1) for run in product(b" ()", repeat=length)]
    whole = {word + run for word in known for run in signs}
    bounded = {sign + ending for sign in (b" ", b"(") for ending in whole}
    short = [ending for ending in bounded if len(ending) < _ENDING]
    anything = {bytes((before,)) + ending for before in set(_FOLD) for ending in short}
    return frozenset(ending[-_ENDING:] for ending in whole | bounded | anything)


def _known_word(piece: bytes, known: frozenset[bytes]) -> bytes:
    """Give the word at the end of what stands before a digit; empty where it is none of those known."""
    word = piece[-_REACH:].rstrip(b" (").rpartition(b" ")[2]
    if word not in known:
        word = word.rstrip(b")").rpartition(b"(")[2]
    return word if word in known else b""


def _before_numbers(folded: bytes, known: frozenset[bytes]) -> Iterator[tuple[bytes, int, bool]]:
    """Yield each known word before a number, where it starts, and whether the number is a year."""
    endings = _endings(known)
    pieces = folded.split(b"0")
    pieces.pop()
    at = seen = 0
    for place in [place for place, piece in enumerate(pieces) if piece[-_ENDING:] in endings]:
        word = _known_word(pieces[place], known)
        if word:
            at += sum(map(len, pieces[seen : place + 1])) + place + 1 - seen
            seen = place + 1
            yield word, folded.rfind(word, 0, at - 1), place + 3 < len(pieces) and not any(pieces[seen : seen + 3])


@cache
def _known_words(acronyms: frozenset[bytes]) -> frozenset[bytes]:
    return _KIND_WORDS | _DATED_WORDS | acronyms | {b"i"}


def _lettered(folded: bytes, names: list[tuple[int, int]]) -> Iterator[int]:
    """Yield the starts of parts, chapters and schedules numbered in letters, near a name."""
    seen = 0
    for start, _ in names:
        low, high = max(seen, start - _NEAR), start + _NEAR
        seen = max(seen, high - _LONGEST_LETTERED)
        for word, letters in _LETTERED:
            at = folded.find(word, low, high)
            while at >= 0:
                following = folded[at + len(word) : at + len(word) + 1]
                if following in letters and (at == 0 or folded[at - 1] not in _LETTERS):
                    yield at
                at = folded.find(word, at + 1, high)


def find_anchors(text: str, acronyms: frozenset[bytes]) -> Anchors:
    """Find where provisions, instruments and addresses may stand; `acronyms` are names used only with a year."""
    folded = text.encode("latin-1", "replace").translate(_FOLD)
    kinds: list[int] = []
    names: list[tuple[int, int]] = []
    for word, start, dated in _before_numbers(folded, _known_words(acronyms)):
        if word in _KIND_WORDS:
            kinds.append(start)
        if (dated and word != b"i") or word in acronyms:
            names.append((start, start + len(word)))
        elif dated and _SERIES.match(folded, max(0, start - 3), start):
            names.append((start - 2, start + 1))
    for name in _NAME_WORDS:
        at = folded.find(name)
        while at >= 0:
            start = at + (name[0] == 32)
            rest = _REST.match(folded, at + len(name))
            assert rest is not None
            word = folded[start : rest.end()].rstrip(b"0")
            if word in _NAMES:
                names.append((start, start + len(word)))
            at = folded.find(name, at + 1)
    names = sorted(set(names))
    if names:
        kinds.extend(_lettered(folded, names))
    if b"\xa7" in folded:
        kinds.extend(_occurrences(folded, b"\xa7"))
    addresses = list(_occurrences(folded, _ADDRESS)) if _ADDRESS in folded else []
    return sorted(set(kinds)), names, addresses
