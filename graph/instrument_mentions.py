"""The mentions of instruments in a text: names with and without year, definitions, `the 2012 Act`."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from releasegraph.graph.instruments import instruments, name_index, name_words

__all__ = ["Mention", "dated_acronyms", "find_mentions"]

H = r"[^\S\r\n]"
YEAR = r"(?:1[6-9]|20)[0-9]{2}"
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*|&")
_KEYWORD = re.compile(r"acts?|regulations?|regs|orders?|rules|directions", re.IGNORECASE)
_REGION = re.compile(rf"{H}*\((?:Northern Ireland|Wales|Scotland|England)\)")
_ACRONYM = re.compile(
    rf"""{H}*[(\[]{H}*["“'‘]?(?:the{H}+)?(?P<name>[A-Z][\w&'’. -]{{0,24}}?)"""
    rf"""(?:{H}*,?{H}*(?P<year>{YEAR}))?["”'’]?{H}*[)\]]""",
)
_YEAR = re.compile(
    rf"(?:{H}*\(as amended\))?{H}*,?{H}*(?:of{H}+)?"
    rf"(?:\({H}*({YEAR}){H}*\)|\[({YEAR})\]|({YEAR})(?![0-9]|[/–-][0-9]{{1,2}}(?![0-9])))"
)
_ALSO = re.compile(
    rf"(?:{H}*/{H}*|{H}*(?:and|&){H}+)({YEAR})(?![0-9/–-])(?!{H}+(?!and\b|or\b|to\b|in\b|which\b|are\b|is\b)[a-z])"
)
_DEFINED = re.compile(
    rf"""{H}*,?{H}*[(\[]?{H}*(?:(?:here(?:in)?after|referred to as|known as|or){H}*(?:referred to as{H}*)?[,:]?{H}*)?"""
    rf"""["“'‘]?(?:the{H}+)?(?P<name>[A-Z0-9][\w&'’. -]{{0,40}}?)["”'’]?{H}*[)\]]"""
)
_ACRONYM_NAME = re.compile(rf"(?:UK{H})?[A-Z][A-Za-z&]*[A-Z][A-Za-z&]*(?:{H}*{YEAR})?")
_TITLE_NAME = re.compile(rf"(?:[\w&'’.-]+{H})*(?:Act|Regulations?|Regs|Directions|Order|GDPR)(?:{H}{YEAR})?")
_EU_NUMBER = re.compile(rf"{H}*\(?(?:EU\)?|EU\){H}*No\.?){H}*2016/679(?![0-9])")
_SERIES = re.compile(rf"(?<![^\W_])S\.?I\.?{H}*(?:No\.?{H}*)?([0-9]{{4}}/[0-9]{{1,4}})(?![0-9/])")
_NUMBERED = re.compile(rf"{H}*\((?:S\.?I\.?{H}*(?:No\.?{H}*)?(?:{YEAR}/)?[0-9]{{1,4}}|c\.?{H}*[0-9]{{1,3}})\)")
_REGULATION = re.compile(rf"{H}+Regulations?(?={H}*(?:\(EU\)|[,.;)]|$))")
_BACK = re.compile(rf"(?:({YEAR}){H}+|(that|the|said|same){H}+)$", re.IGNORECASE)
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
_NHS = ("national", "health")
# A purchase order and the rules of a club are no law: their titles count only where they hold a bracket.
_COMMON_KEYWORDS = frozenset({"order", "orders", "rules"})
_REACH = 240
_MOST_NAMES = 50
_NEAR = 64
_LAST_WORD = re.compile(r"([^\W_]+)(?:['’][^\W_]*)?[\s()&,“”\"'‘’-]*$")
_BACK_WORDS = frozenset({"that", "the", "said", "same", "The", "That"})
_LONGEST_UNKNOWN = 24


@dataclass(frozen=True, slots=True)
class Mention:
    """A place where an instrument is named."""

    start: int
    end: int
    path: str | None
    """None where the name fits none or several of the table."""
    expected: str = ""
    """What the table has instead, where the name is known and the year is not."""
    back: str | None = None
    """For `the 2012 Act` and `that Act`: the year, or an empty string."""
    defines: tuple[str, ...] = ()
    """The short names given to it here."""
    title: str = ""


@cache
def dated_acronyms() -> frozenset[bytes]:
    """List the acronyms that name an instrument only with a year: `HSCA`, `DPA`."""
    names = (words for words, years in name_index().years.items() if words and any(years))
    return frozenset(words[-1].encode("latin-1", "replace") for words in names if not _KEYWORD.fullmatch(words[-1]))


class _Word(NamedTuple):
    folded: str
    printed: str
    start: int
    end: int


def _words_before(text: str, end: int, reach: int) -> list[_Word]:
    """List the words up to `end`, `National Health Service` as one."""
    low = max(0, end - reach)
    words: list[_Word] = []
    for found in _WORD.finditer(text, low, end):
        printed = found[0]
        folded = _FORMS.get(printed) or printed.casefold()
        if folded == "service" and len(words) > 1 and (words[-2].folded, words[-1].folded) == _NHS:
            first = words[-2]
            words[-2:] = [_Word("nhs", text[first.start : found.end()], first.start, found.end())]
        elif folded == "nhs" and words and words[-1].folded == "nhs":
            words[-1] = words[-1]._replace(end=found.end())
        else:
            words.append(_Word(folded, printed, found.start(), found.end()))
    if low and words and words[0].start == low:
        words.pop(0)
    if words and words[-1].folded == "regs":
        words[-1] = words[-1]._replace(folded="regulations")
    return words


@cache
def _ends() -> frozenset[tuple[str, ...]]:
    return frozenset(tail for tail in name_index().tails if len(tail) == 2)


def _can_name(text: str, start: int, keyword: str) -> bool:
    """Tell cheaply whether the word before a keyword can belong to a title: most `act` and `regulation` end here."""
    if not _KEYWORD.fullmatch(keyword):
        return True
    found = _LAST_WORD.search(text, max(0, start - 40), start)
    if not found:
        return False
    before = found[1]
    folded = {"regs": "regulations", "acts": "act"}.get(keyword.casefold(), keyword.casefold())
    return not before[0].islower() or (before.casefold(), folded) in _ends() or before in _BACK_WORDS


def _known(words: list[_Word]) -> int:
    """Give how many of the last words are a name of the table, the most there can be; 0 where none."""
    index = name_index()
    best = 0
    for length in range(1, min(len(words), index.longest) + 1):
        tail = tuple(word.folded for word in words[-length:])
        if tail not in index.tails:
            break
        if tail in index.years:
            best = length
    return best


def _apart(text: str, left: _Word, right: _Word) -> bool:
    """Tell whether something other than space and title signs stands between two words."""
    gap = text[left.end : right.start]
    return bool(gap.strip(" \t\xa0,()&-–'’")) or "\n" in gap or "\r" in gap


def _extended(text: str, words: list[_Word], length: int) -> bool:
    """Tell whether the words before a known name make it the end of another title: `Public` + `Health Act`."""
    if len(words) <= length:
        return False
    first, before = words[-length], words[-length - 1]
    gap = text[before.end : first.start]
    if gap.strip() or "\n" in gap or "\r" in gap:
        return False
    lower = first.printed[0].islower()
    if before.folded == "and":
        if length > 3 or len(words) <= length + 1:
            return False
        one = words[-length - 2]
        return one.folded not in _STOPS and not one.folded.isdigit() and (lower or one.printed[0].isupper())
    if before.folded in _STOPS or any(sign.isdigit() for sign in before.printed):
        return False
    if lower:
        return length <= 2
    return before.printed[0].isupper() and not before.printed.isdigit() and before.folded not in _dated_names()


@cache
def _dated_names() -> frozenset[str]:
    return frozenset(name.decode("latin-1") for name in dated_acronyms())


def _unknown_start(text: str, words: list[_Word]) -> int | None:
    """Give where a capitalised title that is not of the table begins, None where there is none."""
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


def _year_after(text: str, at: int) -> tuple[str, int]:
    found = _YEAR.match(text, at)
    return ((found[1] or found[2] or found[3]), found.end()) if found else ("", at)


def _definition(text: str, at: int, title: str) -> tuple[tuple[str, ...], int]:
    """Read the short name a bracket gives: `(“HSCA”)`, `(the 2012 Act)`."""
    if text[at : at + 12].lstrip()[:1] not in {"(", "[", ","}:
        return (), at
    found = _DEFINED.match(text, at)
    if not found or not ("(" in found[0] or "[" in found[0]):
        return (), at
    name = found["name"]
    if not (_ACRONYM_NAME.fullmatch(name) or _TITLE_NAME.fullmatch(name)) or name_words(name) == name_words(title):
        return (), at
    if name in {"EU", "UK", "NHS"}:
        return (), at
    known = name_index().years.get(_undated(name_words(name)))
    return ((name,), found.end()) if known is None or len(name) < 25 else ((), at)


def _undated(words: tuple[str, ...]) -> tuple[str, ...]:
    return words[:-1] if words and re.fullmatch(YEAR, words[-1]) else words


def _mention(text: str, start: int, end: int) -> Mention | None:
    """Read the name that ends with the word at start..end, its year and its definition."""
    keyword = text[start:end]
    if keyword.casefold() == "regulation" and (number := _EU_NUMBER.match(text, end)):
        return _european(text, start, number.end())
    if series := _SERIES.match(text, start):
        numbered = f"uksi/{series[1]}"
        return Mention(start, series.end(), numbered if numbered in instruments() else None, title=series[0])
    if not _can_name(text, start, keyword):
        return None
    words = _words_before(text, end, _NEAR)
    length = _known(words)
    if (
        length == 0
        or len(words) - length < 3
        or tuple(word.folded for word in words[-length - 1 :]) in name_index().tails
    ):
        words = _words_before(text, end, _REACH)
    if not words or words[-1].end != end:
        return None
    if region := _REGION.match(text, end):
        inside = [_Word(m[0].casefold(), m[0], m.start(), m.end()) for m in _WORD.finditer(text, end, region.end())]
        named, words, end = words, words + inside, region.end()
    else:
        named = words
    length = _known(words)
    if length == 0:
        return _anaphora(text, start, end) or _unknown(text, named, end, keyword)
    if _extended(text, words, length):
        return _unknown(text, words, end, keyword)
    first = words[-length]
    name = tuple(word.folded for word in words[-length:])
    years = name_index().years[name]
    year, after = _year_after(text, end)
    defines: tuple[str, ...] = ()
    if not year and (bracket := _ACRONYM.match(text, end)):
        inner = bracket["year"] or ""
        if _ACRONYM_NAME.fullmatch(bracket["name"]) and bracket["name"] not in {"EU", "UK"}:
            year, after = (inner, bracket.end()) if inner else _year_after(text, bracket.end())
            after = max(after, bracket.end())
            defines = (bracket["name"], *((f"{bracket['name']} {inner}",) if inner else ()))
        if number := _EU_NUMBER.match(text, after):
            after = number.end()
    if number := _EU_NUMBER.match(text, after) or _NUMBERED.match(text, after):
        after = number.end()
    if years.get("", "").startswith("eur/") and (tail := _REGULATION.match(text, after)):
        after = tail.end()
    if "" not in years and not year and _KEYWORD.fullmatch(keyword) is None:
        return None
    path: str | None = years.get(year)
    expected = ""
    if path is None and year:
        known = sorted(filter(None, years))
        expected = " or ".join(instruments()[years[known_year]].title for known_year in known)
    more, after = _definition(text, after, text[first.start : after])
    return Mention(first.start, after, path, expected, None, (*defines, *more), text[first.start : after])


def _european(text: str, start: int, end: int) -> Mention:
    more, after = _definition(text, end, "")
    return Mention(start, after, "eur/2016/679", "", None, more, text[start:after])


def _anaphora(text: str, start: int, end: int) -> Mention | None:
    keyword = text[start:end]
    if keyword not in {"Act", "Regulations"}:
        return None
    found = _BACK.search(text[max(0, start - 8) : start])
    if not found:
        return None
    at = max(0, start - 8) + found.start()
    return Mention(at, end, None, "", found[1] or "", (), text[at:end])


def _unknown(text: str, words: list[_Word], end: int, keyword: str) -> Mention | None:
    start = _unknown_start(text, words) if keyword[0].isupper() and _KEYWORD.fullmatch(keyword) else None
    if start is None or (keyword.casefold() in _COMMON_KEYWORDS and ")" not in text[start:end]):
        return None
    year, after = _year_after(text, end)
    if not year and (bracket := _ACRONYM.match(text, end)) and _ACRONYM_NAME.fullmatch(bracket["name"]):
        year, after = (bracket["year"], bracket.end()) if bracket["year"] else _year_after(text, bracket.end())
    return Mention(start, after if year else end, None, "", None, (), text[start : after if year else end])


def _defined_uses(text: str, mentions: Sequence[Mention]) -> Iterator[Mention]:
    """Yield the later uses of the short names a text defines."""
    names: dict[str, Mention] = {}
    clashing: set[str] = set()
    for mention in mentions:
        for name in mention.defines:
            if names.setdefault(name, mention).path != mention.path:
                clashing.add(name)
    for name, mention in list(names.items())[:_MOST_NAMES]:
        if name not in clashing:
            pattern = re.compile(rf"(?<![^\W_]){re.escape(name)}(?![^\W_])(?!{H}+{YEAR})")
            for found in pattern.finditer(text, mention.end):
                yield Mention(found.start(), found.end(), mention.path, title=name)


def find_mentions(text: str, anchors: Sequence[tuple[int, int]]) -> list[Mention]:
    """Find the mentions that end at the anchors, in order, none inside another."""
    found: list[Mention] = []
    for start, end in anchors:
        mention = _mention(text, start, end)
        if mention is None:
            continue
        while found and found[-1].start >= mention.start:
            found.pop()
        if found and found[-1].end > mention.start:
            if found[-1].path is None and mention.path is not None:
                found.pop()
            else:
                continue
        found.append(mention)
        found.extend(_further_years(text, mention, end))
    if any(mention.defines for mention in found):
        found = _with_uses(found, list(_defined_uses(text, [m for m in found if m.defines and m.path])))
    return found


def _further_years(text: str, mention: Mention, end: int) -> Iterator[Mention]:
    """Yield the second Act of `Children Act 1989 and 2004`."""
    if (
        _ALSO.match(text, mention.end) is None
        or mention.path is None
        or mention.defines
        or not mention.title[-5:].strip("() ").isdigit()
    ):
        return
    words = tuple(_FORMS.get(word, word) for word in name_words(text[mention.start : end]))
    years = name_index().years.get(tuple(_FORMS.get(word, word) for word in words), {})
    at = mention.end
    while (also := _ALSO.match(text, at)) and also[1] in years:
        yield Mention(also.start(1), also.end(1), years[also[1]], title=also[1])
        at = also.end(1)


def _with_uses(found: list[Mention], uses: Sequence[Mention]) -> list[Mention]:
    """Let a defined short name win over a name that could not be resolved."""
    result: list[Mention] = []
    for mention in sorted([*found, *uses], key=lambda one: (one.start, one.path is None, -one.end)):
        if not result or mention.start >= result[-1].end:
            result.append(mention)
        elif result[-1].path is None and mention.path is not None:
            result[-1] = mention
    return result
