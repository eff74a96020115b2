"""The cheap first look at a text: where law may be named, found without reading the words between."""

import re
from collections.abc import Iterator

from releasegraph.graph.citation_grammar import KIND_TOKENS

__all__ = ["Anchors", "find_anchors"]

# One byte per code point, so that offsets stay: lower case, digits as 0, other space as space.
_FOLD = bytes.maketrans(
    b"ABCDEFGHIJKLMNOPQRSTUVWXYZ123456789\t\r\n\xa0",
    b"abcdefghijklmnopqrstuvwxyz000000000    ",
)
_DIGITS = re.compile(rb"0+")
_KIND_WORDS = frozenset(word.encode("latin-1") for word in KIND_TOKENS)
_DATED_WORDS = frozenset(b"act acts regulations regs order orders rules directions".split())
_NAME_WORDS = (b" act", b"regulation", b"gdpr", b"copi", b"srsa", b"foia", b"directions")
_ROMAN_PARTS = (b"part i", b"part v", b"part x")
_ADDRESS = b"legislation.gov.uk/"
_LETTERS = frozenset(b"abcdefghijklmnopqrstuvwxyz0_")
_REACH = 16

Anchors = tuple[list[int], list[tuple[int, int]], list[int]]
"""Starts of kind words before a number; (start, end) of words that may end an instrument's name; starts of addresses."""


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
    for found in _DIGITS.finditer(folded):
        at = found.start()
        before = folded[max(0, at - _REACH) : at].rstrip(b" .,(-[?")
        word = before[before.rfind(b" ") + 1 :]
        if not word:
            continue
        if word not in _KIND_WORDS:
            word = word.rsplit(b"(", 1)[-1] if not word.endswith(b"(s)") else word.lstrip(b"(")
            for sign in (b"/", b"-", b"?", b":", b",", b";", b'"', b"'", b"~", b"&", b"."):
                word = word.rsplit(sign, 1)[-1]
        if word in _KIND_WORDS:
            kinds.append(max(0, at - _REACH) + len(before) - len(word))
        elif found.end() - at == 4:
            if (word in acronyms or word in _DATED_WORDS) or word.rstrip(b")") in acronyms:
                word = word.rstrip(b")")
                start = folded.rfind(word, 0, at)
                names.append((start, start + len(word)))
    for name in _NAME_WORDS:
        for at in _occurrences(folded, name):
            start = at + (name[0] == 32)
            end = _word_end(folded, at + len(name))
            names.append((start, end))
    if names:
        for name in _ROMAN_PARTS:
            kinds.extend(at for at in _occurrences(folded, name) if at == 0 or folded[at - 1] not in _LETTERS)
    if b"\xa7" in folded:
        kinds.extend(_occurrences(folded, b"\xa7"))
    addresses = list(_occurrences(folded, _ADDRESS)) if _ADDRESS in folded else []
    return sorted(set(kinds)), sorted(set(names)), addresses
