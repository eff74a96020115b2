"""The parts of a text that name law, in order, before it is settled which belongs to which."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from releasegraph.graph.law.anchors import find_anchors
from releasegraph.graph.law.grammar import Group, Item
from releasegraph.graph.law.groups import find_groups
from releasegraph.graph.law.mentions import Mention, find_mentions
from releasegraph.graph.law.names import dated_acronyms
from releasegraph.graph.law.provisions import read_address

__all__ = ["Part", "cited_items", "find_parts", "is_bare_251", "mark_quoted"]

_ADDRESS = re.compile(r"(?:https?://)?(?:www\.)?legislation\.gov\.uk/[\w/.+-]*\w", re.IGNORECASE)
_TITLE = re.compile(
    r"""[^\S\r\n]*[-–—:][^\S\r\n]*(?:'[^'\r\n]{1,150}'|"[^"\r\n]{1,150}"|“[^”\r\n]{1,150}”|‘[^’\r\n]{1,150}’)"""
)


@dataclass(slots=True)
class Part:
    """A group or a mention at its place, and what was settled about it."""

    start: int
    end: int
    group: Group | None = None
    mention: Mention | None = None
    address: str | None = None
    owner: Mention | None = None
    """For a group, the mention that names its instrument."""
    chained: bool = False
    """Whether the instrument is named beside another group of the same run."""
    listed: bool = False
    """Whether it stands in a list of bases, where commas may divide them."""
    run: tuple[str, ...] = ()
    """The numbers of all the provisions it is listed with, its own included."""
    carried: bool = False
    """Whether its instrument leads in a list, of which it is a later item."""
    doubtful: bool = False
    """Whether instruments stand beside it and it is not clear which it belongs to."""
    used: bool = False
    amending: bool = False
    amended_by: tuple[str, ...] = ()
    quoted: bool = False


def find_parts(text: str) -> list[Part]:
    """List groups, mentions and addresses in order, none over another."""
    kinds, names, addresses = find_anchors(text, dated_acronyms())
    if not kinds and not names and not addresses:
        return []
    parts: list[Part] = []
    last = 0
    for at in addresses:
        found = _ADDRESS.search(text, max(last, at - 12), at + 400)
        if found and (target := read_address(found[0])):
            parts.append(Part(found.start(), found.end(), address=target))
            last = found.end()
    mentions = find_mentions(text, names)
    groups = find_groups(text, kinds, mentions)
    parts += [Part(group.start, group.end, group=group) for group in groups]
    parts += [Part(mention.start, mention.end, mention=mention) for mention in mentions]
    parts.sort(key=lambda part: (part.start, -part.end))
    kept: list[Part] = []
    for part in parts:
        if not kept or part.start >= kept[-1].end:
            kept.append(part)
        elif part.group is None and kept[-1].group is not None and kept[-1].start == part.start:
            kept[-1] = part
    return kept


def mark_quoted(text: str, parts: list[Part], quoted: Sequence[tuple[int, int]]) -> None:
    """Mark the parts that stand inside a quotation of statute, or inside the quoted title of a provision."""
    spans = [*quoted, *_titles(text, parts)]
    for part in parts if spans else ():
        part.quoted = any(start <= part.start and part.end <= end for start, end in spans)


def _titles(text: str, parts: list[Part]) -> Iterator[tuple[int, int]]:
    """Yield the quoted titles that follow a provision and hold another: `s256 - 'Requests under section 255'`."""
    for part, following in pairwise(parts):
        if part.group is not None and (title := _TITLE.match(text, part.end)) and following.end <= title.end():
            yield title.span()


def cited_items(part: Part) -> list[Item]:
    """List the items of a group that are provisions: bare numbers only where their instrument follows."""
    group = part.group
    if group is None:
        return []
    follows = part.owner is not None and part.owner.start >= part.end
    return [item for item in group.items if follows or not item.loose]


def is_bare_251(part: Part) -> bool:
    """Tell whether a part is a section 251, of whichever Act."""
    group = part.group
    return group is not None and group.kind == "section" and any(one.number == "251" for one in group.items)
