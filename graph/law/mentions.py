"""The mentions of instruments in a text: names with and without year, definitions, `the 2012 Act`."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from releasegraph.graph.law.instruments import instruments, name_index, name_words
from releasegraph.graph.law.names import KEYWORD, Name, find_name, may_name, unknown_start

__all__ = ["Mention", "find_mentions"]

H = r"[^\S\r\n]"
YEAR = r"(?:1[6-9]|20)[0-9]{2}"
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
_ITS_NUMBER = re.compile(rf"{H}*[0-9]{{1,3}}(?![0-9])")
_NUMBERING = frozenset("(EeNn")
# The rest of the title of an instrument that has an Act in its own: `(Commencement No. 4) Order 2013`.
_LONGER_TITLE = re.compile(
    rf"(?:{H}*\((?!as\b)(?=[A-Z])(?:[^()\r\n]|\([^()\r\n]*\)){{1,150}}\)){{1,3}}"
    rf"{H}+(?:Amendment{H}+)?(?:Order|Regulations|Rules|Scheme|Directions)(?:{H}*,?{H}*\(?{YEAR}(?![0-9])\)?|(?![^\W_]))"
)
_ACT_WITHIN = re.compile(rf"Act,?{H}+\(?{YEAR}\)?{H}*\(")
_SHORT_YEAR = re.compile(
    rf"{H}*['’]?([0-9]{{2}})(?![0-9]|[^\W_])(?={H}*(?:$|[\r\n,;:.()[\]–—-]|(?:ss?|secs?|sect|sections?|sch|schedules?|part|"
    rf"paras?|paragraphs?|and|or|&)(?![A-Za-z])|[A-Z/]))",
)
_REGULATION = re.compile(rf"{H}+Regulations?(?={H}*(?:\(EU\)|[,.;)]|$))")
_BACK = re.compile(rf"(?:({YEAR}){H}+|(that|the|said|same){H}+)$", re.IGNORECASE)
_FORMS = {"Acts": "act", "acts": "act", "ACTS": "act"}
# A purchase order and the rules of a club are no law: their titles count only where they hold a bracket.
_KINDS_OF_LAW = frozenset({"Act", "Regulations", "Regulation", "Directions", "Order"})
_COMMON_KEYWORDS = frozenset({"order", "orders", "rules"})
_MOST_NAMES = 50


class Mention(NamedTuple):
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
    if name in {"EU", "UK", "NHS"} or (name in _KINDS_OF_LAW and name not in title):
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
    if keyword[0] in "Ss" and (series := _SERIES.match(text, start)):
        numbered = f"uksi/{series[1]}"
        return Mention(start, series.end(), numbered if numbered in instruments() else None, title=series[0])
    region = _REGION.match(text, end)
    after = region.end() - 1 if region else end
    name = find_name(text, start, after)
    after = region.end() if region else end
    if name is None:
        if not may_name(text, start, keyword):
            return None
        return _anaphora(text, start, end) or _unknown(text, end, after, keyword)
    if name.extended:
        return _unknown(text, after, after, keyword)
    return _known(text, name, after, keyword)


def _known(text: str, name: Name, end: int, keyword: str) -> Mention | None:
    """Read what stands after a known name: its year, its number, a short name it is given."""
    years = name.years
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
    if text[after : after + 2].lstrip()[:1] in _NUMBERING and (
        number := _EU_NUMBER.match(text, after) or _NUMBERED.match(text, after)
    ):
        after = number.end()
    if years.get("", "").startswith("eur/") and (tail := _REGULATION.match(text, after)):
        after = tail.end()
    if not year and KEYWORD.fullmatch(keyword) is None and (short := _SHORT_YEAR.match(text, end)):
        found = [full for full in years if full.endswith(short[1])]
        year, after = (found[0], short.end()) if len(found) == 1 else (year, after)
    if "" not in years and not year and KEYWORD.fullmatch(keyword) is None:
        return None
    path: str | None = years.get(year)
    expected = ""
    if path is None and year:
        known = sorted(filter(None, years))
        expected = " or ".join(instruments()[years[known_year]].title for known_year in known)
    if year and text[after : after + 2].lstrip()[:1] == "(" and (longer := _LONGER_TITLE.match(text, after)):
        return Mention(name.start, longer.end(), None, title=text[name.start : longer.end()])
    more, after = _definition(text, after, text[name.start : after])
    return Mention(name.start, after, path, expected, None, (*defines, *more), text[name.start : after])


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


def _unknown(text: str, named: int, end: int, keyword: str) -> Mention | None:
    """Read a title that is not of the table: its last word ends at `named`, a region in brackets at `end`."""
    if keyword.casefold() == "regulation" and _ITS_NUMBER.match(text, end):
        return None
    start = unknown_start(text, named) if keyword[0].isupper() and KEYWORD.fullmatch(keyword) else None
    if start is None or (keyword.casefold() in _COMMON_KEYWORDS and ")" not in text[start:end]):
        return None
    year, after = _year_after(text, end)
    if not year and (bracket := _ACRONYM.match(text, end)) and _ACRONYM_NAME.fullmatch(bracket["name"]):
        year, after = (bracket["year"], bracket.end()) if bracket["year"] else _year_after(text, bracket.end())
    after = after if year else end
    return Mention(start, after, None, title=text[start:after])


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
        if found and mention.path is None and _ends_title(text, found[-1], mention):
            first = found.pop()
            mention = mention._replace(start=first.start, title=text[first.start : mention.end])
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


def _ends_title(text: str, before: Mention, mention: Mention) -> bool:
    """Tell whether two Acts share the rest of a title: `Care Act 2014 and Children Act 2004 (Repeals) Order 2015`."""
    return text[before.end : mention.start].strip() in {"and", "&"} and bool(_ACT_WITHIN.search(mention.title))


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
