"""The names of instruments in running text: which words before a year or a bracket make one of the table's names."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from itertools import product
from typing import NamedTuple

from releasegraph.graph.law.instruments import name_index

__all__ = ["KEYWORD", "Name", "dated_acronyms", "find_name", "may_name", "unknown_start"]

KEYWORD = re.compile(r"acts?|regulations?|regs|orders?|rules|directions", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*|&")
_JOINING_WORDS = "of and the for in to on by with etc or &"
_JOINING = frozenset(_JOINING_WORDS.split())
# Words that may stand before a title without being part of it.
_STOP_WORDS = """
the of under in by to with from or via per section sections s ss see as is both uk eu english other amended
through pursuant current new following relevant if for at on also that this our when where since although
because act acts regulations gdpr legislation law basis legal power powers duty duties statutory statute
requirement between within than e.g i.e eg ie includes including include namely article articles regulation
schedule part and & a an its their england's uk's copi foia srsa it under:
"""
_STOPS = frozenset(_STOP_WORDS.split())
_FORMS = {"&": "and", "Acts": "act", "acts": "act", "ACTS": "act"}
_NHS = ("national", "health", "service")
_BACK_WORDS = frozenset({"that", "the", "said", "same", "The", "That"})
_LAST_GAP = re.compile(r"(?:['’][^\W_]*)?[\s()&,“”\"'‘’-]*")
_NEAR = 40
_REACH = 240
_LONGEST_UNKNOWN = 24


@dataclass(frozen=True, slots=True)
class _Step:
    """What can stand before the words read so far, from the last one backwards."""

    before: dict[str, "_Step"] = field(default_factory=dict)
    name: list[tuple[str, ...]] = field(default_factory=list)
    """The name, where the words read are one."""


class Name(NamedTuple):
    """A name of the table at its place."""

    start: int
    years: Mapping[str, str]
    """The path of each year it can have; an empty year where the name alone is enough."""
    extended: bool
    """Whether the words before make it the end of another title: `Public` + `Health Act`."""


class _Word(NamedTuple):
    folded: str
    printed: str
    start: int
    end: int


@cache
def dated_acronyms() -> frozenset[bytes]:
    """List the acronyms that name an instrument only with a year: `HSCA`, `DPA`."""
    names = (words for words, years in name_index().years.items() if words and any(years))
    return frozenset(words[-1].encode("latin-1", "replace") for words in names if not KEYWORD.fullmatch(words[-1]))


@cache
def _dated_names() -> frozenset[str]:
    return frozenset(name.decode("latin-1") for name in dated_acronyms())


@cache
def _ends() -> frozenset[tuple[str, ...]]:
    return frozenset(tail for tail in name_index().tails if len(tail) == 2)


@cache
def _last_step() -> _Step:
    """Build the names of the table as steps from their last word back, `NHS` also in full, and in full with `NHS`."""
    root = _Step()
    for name in name_index().years:
        spellings = [(_NHS, ("nhs",), (*_NHS, "nhs"), ("nhs", *_NHS)) if word == "nhs" else ((word,),) for word in name]
        for spelling in product(*spellings):
            step = root
            for word in reversed([part for parts in spelling for part in parts]):
                step = step.before.setdefault(word, _Step())
            step.name[:] = [name]
    return root


def _folded(printed: str) -> str:
    return _FORMS.get(printed) or printed.casefold()


def _longest(tokens: list[str]) -> tuple[int, tuple[str, ...], bool]:
    """Give how many of the last words are a name, the most there can be, and whether longer ones begin further back."""
    step = _last_step()
    name: tuple[str, ...] = ()
    words = deepest = 0
    for depth, printed in enumerate(reversed(tokens), start=1):
        folded = _folded(printed)
        following = step.before.get("regulations" if folded == "regs" and depth == 1 else folded)
        if following is None:
            break
        step, deepest = following, depth
        if step.name:
            words, name = depth, step.name[0]
    return words, name, deepest == len(tokens)


def find_name(text: str, start: int, end: int) -> Name | None:
    """Find the longest name of the table that ends at `end`, and holds the keyword at `start`."""
    low = max(0, end - _NEAR)
    name, settled = _name_at_end(text[low:end], low > 0, start - low)
    if not settled:
        low = max(0, end - _REACH)
        name, _ = _name_at_end.__wrapped__(text[low:end], low > 0, start - low)
    return Name(low + name.start, name.years, name.extended) if name else None


@lru_cache(maxsize=16384)
def _name_at_end(window: str, cut: bool, start: int) -> tuple[Name | None, bool]:
    """Find the name that ends a window, and tell whether words further back could change it."""
    tokens = _WORD.findall(window)
    if cut and tokens and window.startswith(tokens[0]):
        tokens.pop(0)
    length, name, unfinished = _longest(tokens)
    settled = not cut or not (unfinished or (length and len(tokens) - length < 3))
    if not length:
        return None, settled
    at = len(window)
    for printed in reversed(tokens[-length:]):
        after, at = at, window.rfind(printed, 0, at)
        if after == start and not _LAST_GAP.fullmatch(window, at + len(printed), after):
            return None, settled
    extended = _extended(window, tokens[:-length], at, tokens[-length], len(name))
    return Name(at, name_index().years[name], extended), settled


def _extended(text: str, before: list[str], start: int, first: str, length: int) -> bool:
    """Tell whether the words before a known name make it the end of another title: `Public` + `Health Act`."""
    if not before:
        return False
    last = before[-1]
    end = text.rfind(last, 0, start) + len(last)
    gap = text[end:start]
    if gap.strip() or "\n" in gap or "\r" in gap:
        return False
    lower = first[0].islower()
    folded = _folded(last)
    if folded == "and":
        if length > 3 or len(before) < 2:
            return False
        one = _folded(before[-2])
        return one not in _STOPS and not one.isdigit() and (lower or before[-2][0].isupper())
    if folded in _STOPS or any(sign.isdigit() for sign in last):
        return False
    if lower:
        return length <= 2
    return last[0].isupper() and folded not in _dated_names()


def may_name(text: str, start: int, keyword: str) -> bool:
    """Tell cheaply whether the word before a keyword can belong to a title: most `act` and `regulation` end here."""
    if not KEYWORD.fullmatch(keyword):
        return True
    tokens = _WORD.findall(text, max(0, start - 40), start)
    if not tokens:
        return False
    before = tokens[-1]
    if not _LAST_GAP.fullmatch(text, text.rfind(before, 0, start) + len(before), start):
        return False
    folded = {"regs": "regulations", "acts": "act"}.get(keyword.casefold(), keyword.casefold())
    return not before[0].islower() or (before.casefold(), folded) in _ends() or before in _BACK_WORDS


def _words_before(text: str, end: int) -> list[_Word]:
    """List the words up to `end`."""
    low = max(0, end - _REACH)
    words = [_Word(_folded(found[0]), found[0], *found.span()) for found in _WORD.finditer(text, low, end)]
    if low and words and words[0].start == low:
        words.pop(0)
    return words


def _apart(text: str, left: _Word, right: _Word) -> bool:
    """Tell whether something other than space and title signs stands between two words."""
    gap = text[left.end : right.start]
    return bool(gap.strip(" \t\xa0,()&-–'’")) or "\n" in gap or "\r" in gap or gap in {" - ", " – "}


def unknown_start(text: str, end: int) -> int | None:
    """Give where a capitalised title that is not of the table begins, None where there is none."""
    words = _words_before(text, end)
    if not words or words[-1].end != end:
        return None
    start: int | None = None
    right = words[-1]
    for word in reversed(words[:-1][-_LONGEST_UNKNOWN:]):
        if _apart(text, word, right) or text[word.end : right.start].count(",") > 1:
            break
        right = word
        if word.printed[0].isupper() and word.folded not in _STOPS:
            start = word.start
        elif word.folded not in _JOINING:
            break
    return start
