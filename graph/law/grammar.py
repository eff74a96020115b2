"""The writings of a provision: kind word, number, bracketed parts, and lists of them."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

__all__ = ["KIND_TOKENS", "Group", "Item", "provision_levels_valid", "provision_steps", "read_bare", "read_group"]

H = r"[^\S\r\n]"
_KINDS = {
    "section": "section sections sect sects sec secs s ss §",
    "article": "article articles art arts",
    "regulation": "regulation regulations reg regs",
    "rule": "rule rules",
    "schedule": "schedule schedules sched sch",
    "paragraph": "paragraph paragraphs para paras",
    "part": "part parts pt pts",
    "chapter": "chapter chapters ch",
}
KIND_TOKENS: dict[str, str] = {
    spelling: kind for kind, words in _KINDS.items() for word in words.split() for spelling in (word, f"{word}(s)")
}
_PLURALS = frozenset(
    word for words in _KINDS.values() for word in words.split() if word.endswith("s") and word not in {"s", "sect"}
)
_SAME_KIND = {
    kind: rf"(?:(?:{'|'.join(sorted(map(re.escape, words.split()), key=len, reverse=True))})(?:\(s\))?\.?{H}*)?"
    for kind, words in _KINDS.items()
}
_KIND = re.compile(rf"([A-Za-z]+(?:\([sS]\))?|§§?)\.?{H}*")
_NUMBER = re.compile(r"[0-9]{1,3}(?:[A-Z]{1,2}[0-9]{0,3}[A-Z]{0,2}|[a-z](?:[0-9]{1,3})?)?(?![^\W_])")
_PART_NUMBER = re.compile(r"(?:[A-Z]?[0-9]{1,2}[A-Z]{0,2}|[IVX]{1,5})(?![^\W_])")
_UNBRACKETED = frozenset({"part", "chapter", "schedule"})
_INNER_WORD = re.compile(
    rf",?{H}*(?:sub-?sections?|sub-?paragraphs?|paragraphs?|paras?\.?){H}*(?=\()|,?{H}*sub-?sections?{H}+(?=[0-9])",
    re.IGNORECASE,
)
_BARE_INNER = re.compile(r"([0-9]{1,2}[A-Z]?)(?![^\W_])")
_BRACKET = re.compile(
    rf"{H}?{H}?\({H}?([0-9]{{1,3}}[A-Za-z]{{0,2}}|[ivx]{{1,6}}|[a-z]{{1,2}}|[A-Z]|[IVX]{{2,5}}){H}?\)"
)
_TRAILING = re.compile(r"([ivx]{2,4}|[a-z])(?![^\W_])(?!['’])")
_NESTED = _UNBRACKETED | {"paragraph"}
_TIGHT = frozenset("/-–—") | {"to", "through"}
_DASHES = frozenset("-–—")
_SPACED_LETTER = re.compile(rf"{H}([a-j])(?={H}*(?:[,;.)&]|$|(?:and|of|UK|GDPR)\b))")
# What follows a number whose brackets went wrong in print: `261(5(d)`, `261(5)[d]`, `261 5(d)`.
_GARBLED = re.compile(rf"{H}?(?:\([0-9a-z]{{1,2}}\(|\[[0-9a-z]{{1,3}}\]|\.\()|{H}[0-9]{{1,2}}{H}?\([a-z]\)")
_LIST_END = re.compile(rf"{H}*(?:[.;:)\r\n]|$)")
_DOTTED = re.compile(r"\.([0-9]{1,2}[A-Z]?|[a-z]|[ivx]{2,4})(?![^\W_])")
_SEPARATOR = re.compile(
    rf"{H}*(?:,{H}*(?:and|or|&)(?![^\W_])|and/or\b|and\b|or\b|[,&/]|(?P<range>[-–—]|to\b|through\b)){H}*", re.IGNORECASE
)
_LETTER = re.compile(r"[A-Za-z](?![^\W_])")
# A group is read in a window, unless it ends too near the window's end to be sure of what follows.
_WINDOW = 64
_MARGIN = 30
_ROMAN = re.compile(r"x{0,3}(?:ix|iv|v?i{0,3})")
_ENGLISH_WORDS = "am an as at be by do eg en go he id ie if in is it me my nb no of on or pm so to up us uk we hr"
_ENGLISH = frozenset(_ENGLISH_WORDS.split())
_ARTICLE_AFTER = re.compile(rf"{H}+(?!(?:and|or|of|to|under|in|for|from|uk|gdpr|is|the)\b)[a-z]", re.IGNORECASE)
_FOREIGN_END = re.compile(r"%|://|@|\.[0-9]|:[0-9]|[-–][A-Za-z]{2}[^\W_]*[0-9]")


class Item(NamedTuple):
    """One provision of a list, as offsets and as numbers."""

    start: int
    end: int
    number: str
    parts: tuple[str, ...] = ()
    loose: bool = False
    """A bare number after `and` or a comma: a provision only where an instrument follows."""
    ranged: bool = False
    malformed: bool = False

    @property
    def shaped(self) -> bool:
        """Whether the number can hardly be anything but a provision."""
        return bool(self.parts) or not self.number.isdigit()


class Group(NamedTuple):
    """A kind word with its provisions: `sections 14Z33 and 14Z35`."""

    kind: str
    token: str
    """The kind word as printed, without its full stop."""
    start: int
    end: int
    items: tuple[Item, ...]
    containers: tuple[tuple[str, str], ...] = ()
    """Schedule, part or chapter the items lie in, outermost first."""

    @property
    def plural(self) -> bool:
        """Whether the kind word announces several: `sections`, `ss`, `section(s)`."""
        return _is_plural(self.token)


def _is_plural(token: str) -> bool:
    return token.casefold() in _PLURALS or token.endswith(("(s)", "(S)"))


def provision_steps(group: Group, item: Item) -> str:
    """Give the path of an item below its instrument."""
    steps = [step for kind, number in group.containers for step in (kind, number) if step]
    if not (group.kind == "schedule" and not item.number):
        steps += [group.kind, item.number]
    else:
        steps += [group.kind]
    return "/".join((*steps, *item.parts))


def _level(part: str, at_least: int) -> int:
    """Give the level a part can stand at: 0 number, 1 letter, 2 roman, 3 second letter; 9 where none is left."""
    if part[0].isdigit():
        return 0 if at_least == 0 else 9
    roman = bool(part) and bool(_ROMAN.fullmatch(part))
    if at_least <= 1 and (len(part) <= 2 and not (roman and len(part) > 1)):
        return 1
    if at_least <= 2 and roman:
        return 2
    return 3 if at_least == 3 and len(part) == 1 else 9


def _levels(parts: tuple[str, ...]) -> tuple[int, ...] | None:
    """Give the level of each part, or None where no statute nests so."""
    levels: list[int] = []
    for part in parts:
        level = _level(part, levels[-1] + 1 if levels else 0)
        if level == 9:
            return None
        levels.append(level)
    return tuple(levels)


def provision_levels_valid(parts: tuple[str, ...]) -> bool:
    """Tell whether a statute can nest so: number, letter, roman numeral, each at most once."""
    return _levels(parts) is not None


def _relative(before: Item, parts: tuple[str, ...]) -> tuple[str, ...] | None:
    """Read `(4)` after `261(1)`, or `(c)` after `261(2)(b)`: the parts it stands for."""
    levels = _levels(before.parts)
    if not levels:
        return None
    first = parts[0]
    if first[0].isdigit():
        wanted = [0]
    elif _ROMAN.fullmatch(first):
        wanted = [1, 2] if len(first) == 1 and 2 not in levels else [2]
    else:
        wanted = [1]
    for level in wanted:
        if level in levels:
            return before.parts[: levels.index(level)] + parts
    return None


def _normal(part: str) -> str:
    return part.upper() if part[0].isdigit() else part.lower()


def _read_parts(text: str, at: int, kind: str, strict: bool) -> tuple[tuple[str, ...], int]:
    """Read `(2) (b) (ii)`, `(1)e` or, for articles, `.1.e`; give the parts and where they end."""
    parts: list[str] = []
    while kind not in _UNBRACKETED:
        if word := _INNER_WORD.match(text, at):
            if not parts and (found := _BARE_INNER.match(text, word.end())):
                parts.append(found[1])
                at = found.end()
                continue
            if _BRACKET.match(text, word.end()):
                at = word.end()
        found = _BRACKET.match(text, at)
        if found and found[1].lower() not in _ENGLISH and not (strict and not parts and _doubtful(text, found)):
            if found[0][0] != "(" and found[1].isalpha() and len(found[1]) > 1 and not _ROMAN.fullmatch(found[1]):
                break
            parts.append(_normal(found[1]))
        elif parts and text[at - 1] == ")" and (found := _TRAILING.match(text, at)):
            if _ARTICLE_AFTER.match(text, found.end()):
                break
            parts.append(found[1])
        elif kind == "article" and len(parts) == 1 and (found := _SPACED_LETTER.match(text, at)):
            parts.append(found[1])
        elif kind == "article" and (found := _DOTTED.match(text, at)):
            parts.append(_normal(found[1]))
        else:
            break
        at = found.end()
    return tuple(parts), at


def _doubtful(text: str, bracket: re.Match[str]) -> bool:
    """Tell whether a bracket may be a remark after a bare number: it stands off, and no other bracket follows."""
    return bracket[0][0] != "(" and not _BRACKET.match(text, bracket.end())


def _read_number(text: str, at: int, kind: str) -> tuple[str, int] | None:
    found = (_PART_NUMBER if kind in _UNBRACKETED else _NUMBER).match(text, at)
    return (found[0].upper(), found.end()) if found else None


def _item(text: str, start: int, at: int, kind: str, strict: bool = False) -> Item | None:
    number = _read_number(text, at, kind)
    if number is None:
        return None
    parts, end = _read_parts(text, number[1], kind, strict)
    if _FOREIGN_END.match(text, end):
        return None
    mistyped = text[number[1] - 1] in "lo" or bool(_GARBLED.match(text, end))
    return Item(start, end, number[0], parts, malformed=mistyped or _levels(parts) is None)


def _next_item(text: str, at: int, before: Item, kind: str, plural: bool, mark: str) -> Item | None:
    """Read the item after a separator: a provision, bare parts, or after a slash a bare letter."""
    repeated = _SAME_KIND_PATTERNS[kind].match(text, at)
    inner = repeated.end() if repeated else at
    if inner > at and kind not in _NESTED and (mark.strip() not in _TIGHT or mark[0].isspace()):
        return None
    if item := _item(text, at, inner, kind, strict=not plural and inner == at):
        named = inner > at
        return item if named or plural or item.shaped else item._replace(loose=True)
    if inner == at and text[at : at + 1] == "(":
        parts, end = _read_parts(text, at, kind, strict=True)
        full = _relative(before, parts) if parts else None
        if full is not None:
            return Item(at, end, before.number, full, malformed=_levels(full) is None)
    letter = _LETTER.match(text, at)
    if letter and mark.strip() == "/" and not before.parts and before.number[-1].isalpha():
        return Item(at, letter.end(), before.number[:-1] + letter[0].upper())
    return None


_SAME_KIND_PATTERNS = {kind: re.compile(words, re.IGNORECASE) for kind, words in _SAME_KIND.items()}


def _items(text: str, first: Item, kind: str, plural: bool) -> Iterator[Item]:
    """Yield the provisions of a list in order."""
    item: Item | None = first
    while item is not None:
        before = item
        found = _SEPARATOR.match(text, before.end)
        item = None
        if found and found["range"]:
            tight = found[0].strip() == found[0] or plural or text.startswith("(", found.end())
            item = _next_item(text, found.end(), before, kind, plural, found[0]) if tight else None
            if item is not None and found[0] in _DASHES and _ascends(before, item):
                item = item._replace(loose=False)
            if item is not None and not item.loose and not item.malformed and not before.malformed:
                before, item = before._replace(ranged=True), item._replace(ranged=True)
            else:
                item = None
        elif found:
            item = _next_item(text, found.end(), before, kind, plural, found[0])
        if item is not None and before.loose and not item.loose:
            item = item._replace(loose=True)
        yield before


def _ascends(before: Item, item: Item) -> bool:
    """Tell whether two bare numbers on either side of a dash can be the ends of a range: `s30-33`."""
    return not before.shaped and not item.shaped and int(before.number) < int(item.number)


def _alike(items: tuple[Item, ...]) -> bool:
    """Tell whether `section 261 and 262` is a list of sections: numbers of one length, of two digits at least."""
    return len({len(item.number) for item in items}) == 1 and len(items[0].number) > 1


def read_bare(text: str, start: int, kind: str) -> Group | None:
    """Read provisions printed without their kind word: `6(1)(e) and 9(2)(j)` after the UK GDPR."""
    first = _item(text, start, start, kind)
    if first is None or not first.parts:
        return None
    items = tuple(_items(text, first, kind, True))
    return Group(kind, "", start, items[-1].end, items)


def read_group(text: str, start: int) -> Group | None:
    """Read the kind word at `start` and the provisions after it, or None where it introduces none."""
    window = text[start : start + _WINDOW]
    group = _read_window(window)
    if group is not None and group.end > _WINDOW - _MARGIN and len(text) > start + _WINDOW:
        group = _read_window.__wrapped__(text[start:])
    if group is None:
        return None
    if len(group.token) == 1 and start > 1 and text[start - 1] in "'’" and text[start - 2].isalnum():
        return None
    items = tuple([Item(item.start + start, item.end + start, *item[2:]) for item in group.items])
    return Group(group.kind, group.token, start, group.end + start, items)


@lru_cache(maxsize=16384)
def _read_window(text: str) -> Group | None:
    """Read the group at the start of a text; the same few are printed over and over."""
    found = _KIND.match(text)
    if not found:
        return None
    token = found[1]
    kind = KIND_TOKENS.get(token.casefold().replace("§§", "§"))
    if kind is None:
        return None
    first = _item(text, 0, found.end(), kind)
    if first is None:
        return None
    plural = _is_plural(token)
    items = tuple(_items(text, first, kind, plural))
    if items[-1].loose and _LIST_END.match(text, items[-1].end) and _alike(items):
        items = tuple(item._replace(loose=False) for item in items)
    return Group(kind, token, 0, items[-1].end, items)
