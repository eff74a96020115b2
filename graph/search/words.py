"""What a person types, taken apart without a query language: words, compounds such as references, quoted phrases."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from releasegraph.graph.identifiers import slug

__all__ = ["COMMON", "Chunk", "distinct_names", "fold", "key", "read_chunks"]

COMMON = frozenset(
    ("a", "an", "and", "as", "at", "by", "for", "from", "in", "is", "it", "of", "on", "or", "the", "to", "with")
)
"""Words not looked for beside others, unless in quotes."""
LONGEST = 500
"""Characters looked for; what follows is left out."""
MOST_CHUNKS = 24
"""Chunks looked for; more are left out."""
_CHUNK = re.compile(r'["“”„]([^"“”„]*)(["“”„]?)|([^\s"“”„]+)')


@dataclass(frozen=True, slots=True)
class Chunk:
    """Letters between spaces, or between quotes."""

    text: str
    quoted: bool = False
    unfinished: bool = False
    """Whether more of it may be typed: the last one, with nothing after it."""


def fold(text: str) -> str:
    """Give a text in lower case without marks on its letters."""
    if text.isascii():
        return text.lower()
    return "".join(char for char in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(char))


def key(name: str) -> str:
    """Give a name as it is compared whole: in any case, with any signs between its words."""
    return name.lower() if name.isascii() and name.isalnum() else fold(slug(name))


def distinct_names(name: str, others: Iterable[str]) -> tuple[str, ...]:
    """Give the other names that differ from a name, and from each other, by more than case and signs."""
    found: dict[str, str] = {}
    for one in others:
        found.setdefault(key(one), one)
    found.pop(key(name), None)
    return tuple(found.values())


def read_chunks(text: str) -> tuple[Chunk, ...]:
    """Take a text apart; a quote that is not closed runs to the end. No text is an error."""
    found = [
        Chunk(match[1], quoted=True) if match[3] is None else Chunk(match[3], unfinished=match.end() == len(text))
        for match in _CHUNK.finditer(text[:LONGEST])
    ]
    return tuple(chunk for chunk in found if chunk.text.strip())[:MOST_CHUNKS]
