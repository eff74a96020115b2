"""Where prose quotes a statute: a heading line that names a provision, and the lines under it that are its words."""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from releasegraph.graph.prose.lines import Line
from releasegraph.graph.prose.official_headings import is_official
from releasegraph.graph.prose.statute_marks import MARK, Nesting, level_of, nest_marks, own_form

__all__ = ["Part", "QuotedHeading", "QuotedProvision", "find_quoted", "may_hold_quotations"]

_START = re.compile(
    r"[\s~•·*\-–—“\"'‘]*(?:[Ss](?:ection|\.)?\s?\d|SECTION\s|[Rr]egulation\s|REGULATION\s|[Aa]rticle\s|ARTICLE\s)"
)

_HEADING = re.compile(
    r"[“\"‘']?(?:(?P<unit>Section|SECTION|section|Regulation|REGULATION|Article|ARTICLE)\s+|[Ss]\.?\s?(?=\d))"
    r"(?P<number>\d{1,4}[A-Za-z]{0,3}\d{0,3}[A-Za-z]{0,2}\b(?P<marks>(?:\s?\(\w{1,4}\))*))"
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
_SUBJECT = re.compile(
    r"(?:Each|Every|An?|Any|No|In|If|Where|Nothing|Regulations|NHS England"
    r"|The (?:Secretary of State|Information Centre|Commissioner|Board|Authority|Treasury))\b"
)
LONGEST_TITLE = 200
Part = tuple[Nesting, int, int, str]
"""Level and mark, offset, end, own words."""


@dataclass(frozen=True, slots=True)
class QuotedHeading:
    """A line that names a provision, with or without its title, and words quoted under it or not."""

    line: Line
    title: str
    number_end: int
    """Offset just after the printed number: a citation that starts before it is the heading's own."""
    is_section: bool
    marks: tuple[str, ...]
    """The parts it names itself: `2` of `Section 261(2)`."""


@dataclass(frozen=True, slots=True)
class QuotedProvision:
    """A heading with words under it that read as a statute's, before its instrument is known."""

    heading: QuotedHeading
    introduction: tuple[Line, ...]
    parts: tuple[Part, ...]

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
    unit, marks = match["unit"], re.findall(r"\w+", match["marks"])
    is_section = unit is None or unit.lower() == "section"
    return QuotedHeading(line, title, line.offset + match.end("number"), is_section, tuple(marks))


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
    parts = _under(heading.marks, _read_parts(lines[len(introduction) :]))
    if parts and _PROJECT_WORDS.search(parts[0][3]):
        return None
    if parts and parts[0][0][0] > 1 and not introduction and _ACRONYM.search(parts[0][3]):
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
    enacting = _SUBJECT.match(words) is not None and _ENACTING.search(words) is not None
    if introduction[0].bullet or (_ACRONYM.search(words) and not enacting):
        return False
    if with_parts:
        return introduction[-1].text[-1] not in ".:" or enacting
    return fragment and (words[0].islower() or enacting)


def _marks(line: Line) -> list[re.Match[str]]:
    """Give the marks a line starts with: `(2)(a) …` has two."""
    found: list[re.Match[str]] = []
    position = line.bullet
    while (match := MARK.match(line.text, position)) is not None and len(found) < 4:
        found.append(match)
        position = match.end()
    return found


def _read_parts(lines: Sequence[Line]) -> list[Part]:
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


def _under(marks: Sequence[str], parts: Sequence[Part]) -> list[Part]:
    """Give the parts up to the first that does not lie in what the heading names: (a) under `Article 9(2)(h)`."""
    named = {level_of(mark): own_form(mark) for mark in marks}
    kept: list[Part] = []
    for part in parts:
        level, mark = part[0]
        if any(other > level for other in named) or named.get(level, mark) != mark:
            break
        kept.append(part)
    return kept
