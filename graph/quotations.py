"""Quoted statute inside prose: a heading line that names a provision, and the words quoted under it."""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from releasegraph.graph.official_headings import is_official
from releasegraph.graph.statute_marks import MARK, Nesting, level_of, nest_marks
from releasegraph.graph.text_lines import Line

__all__ = ["Quotation", "QuotedHeading", "QuotedProvision", "build_quotations", "find_quoted", "may_hold_quotations"]

_START = re.compile(
    r"[\s~•·*\-–—“\"'‘]*(?:[Ss](?:ection|\.)?\s?\d|SECTION\s|[Rr]egulation\s|REGULATION\s|[Aa]rticle\s|ARTICLE\s)"
)

_HEADING = re.compile(
    r"[“\"‘']?(?:(?P<unit>Section|SECTION|section|Regulation|REGULATION|Article|ARTICLE)\s+|[Ss]\.?\s?(?=\d))"
    r"(?P<number>\d{1,4}[A-Za-z]{0,3}\d{0,3}[A-Za-z]{0,2}\b(?:\s?\(\w{1,4}\))*)"
)
_INSTRUMENT = re.compile(
    r"\s*,?\s+(?:of\s+)?(?:the\s+)?[A-Z][^\n.;:–—]{2,150}?\b(?:(?:Act|Regulations|Order|Rules)\s*\(?\d{4}\)?|GDPR)"
)
_DASH = re.compile(r"\s*[-–—:]+\s*")
_SENTENCE = re.compile(r"\b(?:must|shall|will|would|has been|was|were)\b|(?<!\betc)[.;,]$")
_PROJECT_WORDS = re.compile(
    r"\b(?:[Tt]his|[Tt]he) (?:agreement|application|project|study|DSA|request|data|dataset|applicant|trial)\b|\bwill\b"
    r"|\b(?:NHS Digital|NHS England and|HSCIC|[Ww]e|[Oo]ur)\b|[Dd]ata [Ss]haring"
)
_ACRONYM = re.compile(r"\b(?!(?:NHS|NICE|UK|EU|GDPR|HMRC|II|III|IV)\b)[A-Z]{2,}s?\b")
_ENACTING = re.compile(r"\b(?:must|may|shall|is to|are to|is not to|means|applies|has the (?:function|duty|power))\b")
_SUBJECT = re.compile(r"(?:Each|An?|In)\b.{1,120}\bmust\b")
LONGEST_TITLE = 200


@dataclass(frozen=True, slots=True)
class Quotation:
    """A provision's quoted words, without those of its parts, which are quotations of their own."""

    offset: int
    end: int
    """End of the last quoted line, its parts included."""
    heading: str
    """The provision's heading as printed, without its number; empty on subsections and below."""
    text: str
    """Its own words, without the mark; empty where it has only parts."""
    target: str | None
    """Path under legislation.gov.uk, `ukpga/2006/41/section/14Z34/3/b`; None where the instrument is not known."""
    parent: int | None
    """Offset of the quotation it is a part of."""
    ordinal: int
    """Place among its siblings, or among the provisions quoted in the text, counted from 1."""


@dataclass(frozen=True, slots=True)
class QuotedHeading:
    """A line that names a provision, with or without its title, and words quoted under it or not."""

    line: Line
    title: str
    number_end: int
    """Offset just after the printed number: a citation that starts before it is the heading's own."""
    is_section: bool


@dataclass(frozen=True, slots=True)
class QuotedProvision:
    """A heading with words under it that read as a statute's, before its instrument is known."""

    heading: QuotedHeading
    introduction: tuple[Line, ...]
    parts: tuple[tuple[Nesting, int, int, str], ...]
    """Level and mark, offset, end, own words."""

    @property
    def body(self) -> tuple[int, int]:
        """Give the span of the quoted words, the heading left out."""
        start = self.introduction[0].offset if self.introduction else self.parts[0][1]
        return start, self.parts[-1][2] if self.parts else self.introduction[-1].end

    @property
    def is_official(self) -> bool:
        """Tell whether the title is a known provision's official heading."""
        return bool(self.heading.title) and is_official(self.heading.title)


def may_hold_quotations(lines: Iterable[str]) -> bool:
    """Tell cheaply whether one of the printed lines could be the heading of a provision."""
    return any(map(_START.match, lines))


def find_quoted(lines: Sequence[Line], headings: Collection[int]) -> tuple[list[QuotedProvision], list[QuotedHeading]]:
    """Find the provisions quoted, and all the lines that print a provision's title, quoted under or not.

    `headings` holds the offsets of capital sub-headings, where any quotation ends.
    """
    read = [_read_heading(line) for line in lines]
    quoted = []
    for index, heading in enumerate(read):
        if heading is not None:
            provision = _quoted_under(heading, list(_until_heading(lines, read, index + 1, headings)))
            if provision is not None:
                quoted.append(provision)
    return quoted, [heading for heading in read if heading is not None and heading.title]


def build_quotations(provisions: Sequence[tuple[QuotedProvision, str | None]]) -> tuple[Quotation, ...]:
    """Nest each provision's parts under it, with the path of each; a heading without a path gives parts without one."""
    found: list[Quotation] = []
    for ordinal, (provision, target) in enumerate(provisions, start=1):
        found.extend(_nested(provision, target, ordinal))
    return tuple(found)


def _read_heading(line: Line) -> QuotedHeading | None:
    start = line.bullet
    match = _HEADING.match(line.text, start)
    if match is None or len(line.text) - start > LONGEST_TITLE + 150:
        return None
    after = match.end()
    instrument = _INSTRUMENT.match(line.text, after)
    after = instrument.end() if instrument else after
    dash = _DASH.match(line.text, after)
    title = line.text[dash.end() if dash else after :].strip(" \"'“”‘’\t\xa0")
    if title and not dash and (instrument or not line.text[after].isspace() or not title[0].isupper()):
        return None
    if len(title) > LONGEST_TITLE or _SENTENCE.search(title) or _PROJECT_WORDS.search(title):
        return None
    unit = match["unit"]
    return QuotedHeading(line, title, line.offset + match.end("number"), unit is None or unit.lower() == "section")


def _until_heading(
    lines: Sequence[Line], read: Sequence[QuotedHeading | None], start: int, headings: Collection[int]
) -> Iterator[Line]:
    for index in range(start, len(lines)):
        if read[index] is not None or lines[index].offset in headings:
            return
        yield lines[index]
        if index > start + 1 and _marks(lines[index]) == []:
            return


def _quoted_under(heading: QuotedHeading, lines: Sequence[Line]) -> QuotedProvision | None:
    introduction: list[Line] = []
    for line in lines:
        if (
            _marks(line)
            or _PROJECT_WORDS.search(line.text)
            or (introduction and not _continues(introduction[-1], line))
        ):
            break
        introduction.append(line)
    parts = _read_parts(lines[len(introduction) :])
    if parts and _PROJECT_WORDS.search(parts[0][3]):
        return None
    if introduction and not _reads_as_statute(introduction, with_parts=bool(parts), fragment=heading.is_section):
        return None
    if not introduction and not parts:
        return None
    return QuotedProvision(heading, tuple(introduction), tuple(parts))


def _continues(before: Line, line: Line) -> bool:
    return before.text[-1] not in ".;:" and line.text[0].islower()


def _reads_as_statute(introduction: Sequence[Line], *, with_parts: bool, fragment: bool) -> bool:
    words = introduction[0].text
    if introduction[0].bullet or (_ACRONYM.search(words) and not _SUBJECT.match(words)):
        return False
    if with_parts:
        return introduction[-1].text[-1] != "." or _ENACTING.search(words) is not None
    return fragment and (words[0].islower() or _ENACTING.search(words) is not None)


def _marks(line: Line) -> list[re.Match[str]]:
    """Give the marks a line starts with: `(2)(a) …` has two."""
    found: list[re.Match[str]] = []
    position = line.bullet
    while (match := MARK.match(line.text, position)) is not None and len(found) < 4:
        found.append(match)
        position = match.end()
    return found


def _read_parts(lines: Sequence[Line]) -> list[tuple[Nesting, int, int, str]]:
    marked: list[tuple[str, int, int, str]] = []
    for line in lines:
        marks = _marks(line)
        if not marks:
            break
        for mark in marks:
            own = line.text[mark.end() :] if mark is marks[-1] else ""
            marked.append((mark[1], line.offset + mark.start(), line.end, own))
    nested = nest_marks([mark for mark, *_ in marked])
    return [(nesting, offset, end, own) for nesting, (_, offset, end, own) in zip(nested, marked, strict=False)]


def _nested(provision: QuotedProvision, target: str | None, ordinal: int) -> Iterator[Quotation]:
    top = provision.heading.line
    path = _paths(target)
    own = "\n".join(line.text for line in provision.introduction)
    yield Quotation(top.offset, provision.body[1], provision.heading.title, own, target, None, ordinal)
    opened: list[tuple[int, int, str | None]] = [(0, top.offset, target)]
    siblings: dict[int, int] = {}
    for index, ((level, mark), offset, end, text) in enumerate(provision.parts):
        while opened[-1][0] >= level:
            opened.pop()
        _, parent, above = opened[-1]
        base = path(level) if parent == top.offset else above
        here = f"{base}/{mark}" if base is not None else None
        siblings[parent] = siblings.get(parent, 0) + 1
        yield Quotation(offset, _end_of(provision, index, level, end), "", text, here, parent, siblings[parent])
        opened.append((level, offset, here))


def _end_of(provision: QuotedProvision, index: int, level: int, end: int) -> int:
    for (other, _), _, later, _ in provision.parts[index + 1 :]:
        if other <= level:
            break
        end = later
    return end


def _paths(target: str | None) -> Callable[[int], str | None]:
    """Give the path that a part of each level hangs on: a heading `section 261(2)` already holds the subsection."""
    if target is None:
        return lambda _: None
    unit = next((unit for unit in ("/section/", "/regulation/", "/article/") if unit in target), None)
    if unit is None:
        return lambda _: target
    head, _, tail = target.partition(unit)
    number, *components = tail.split("/")
    return lambda level: "/".join(
        [f"{head}{unit}{number}", *(component for component in components if level_of(component) < level)]
    )
