"""Quotations of statute, nested as the statute nests: section, subsection, paragraph, sub-paragraph."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from releasegraph.graph.prose.quoted_provisions import QuotedProvision
from releasegraph.graph.prose.statute_marks import level_of

__all__ = ["Quotation", "build_quotations"]


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


def build_quotations(provisions: Sequence[tuple[QuotedProvision, str | None]]) -> tuple[Quotation, ...]:
    """Nest each provision's parts under it, with the path of each; a heading without a path gives parts without one."""
    found: list[Quotation] = []
    for ordinal, (provision, target) in enumerate(provisions, start=1):
        found.extend(_nested(provision, target, ordinal))
    return tuple(found)


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
