"""Runs of provisions, and the instruments named beside them."""

from dataclasses import dataclass

from releasegraph.graph.law.gaps import Gap, belongs_elsewhere, between, ends_phrase, is_guidance
from releasegraph.graph.law.grammar import Group
from releasegraph.graph.law.parts import Part
from releasegraph.graph.law.targets import fits

__all__ = ["FOLLOWING", "PRECEDING", "Run", "fits_or_unknown", "named_after", "named_before"]

FOLLOWING = {Gap.OF: 5, Gap.TOUCH: 4, Gap.COMMA: 1, Gap.NAMED: 1, Gap.UNDER: 3}
"""How strongly an instrument holds the provision before it, by what joins them."""
PRECEDING = {Gap.TOUCH: 4, Gap.COLON: 4, Gap.UNDER: 3, Gap.IS: 3, Gap.COMMA: 2}
"""How strongly an instrument holds the provision after it."""
_CONTAINERS = frozenset({"part", "chapter", "schedule", "paragraph"})


@dataclass(frozen=True, slots=True)
class Run:
    """Groups joined by `and` or commas: `parts[first:end]`, with the gaps around every part."""

    text: str
    parts: list[Part]
    gaps: list[str]
    joins: list[Gap]
    first: int
    end: int
    listed: bool
    """Whether it stands in a list of bases."""

    @property
    def groups(self) -> list[Part]:
        """The parts of the run."""
        return self.parts[self.first : self.end]


def named_before(run: Run) -> tuple[Part | None, Gap]:
    """Give the mention before a run and how it is joined; apart where it cannot be the run's."""
    parts, first = run.parts, run.first
    if not first or parts[first - 1].mention is None or parts[first].amending:
        return None, Gap.APART
    named: Part | None = parts[first - 1]
    join = run.joins[first]
    if named is not None and named.amending:
        base = _amended_base(parts, first)
        if run.gaps[first].startswith(")"):
            named, join = base, between(run.gaps[first][1:])
        elif base is not None and not base.used and join in {Gap.COMMA, Gap.TOUCH, Gap.COLON}:
            named = base if join is Gap.COMMA else named if run.gaps[first].isspace() else None
    if named is None or named.mention is None or not fits_or_unknown(parts[first], named):
        return None, Gap.APART
    if (named.mention.back is not None and join is Gap.COMMA) or (join is Gap.IS and not _is_bare(parts[first])):
        return None, Gap.APART
    if run.joins[run.end : run.end + 1] != [Gap.OF] and belongs_elsewhere(run.text, parts[run.end - 1].end):
        return None, Gap.APART
    if join not in PRECEDING or (run.listed and ends_phrase(run.gaps[first])):
        return None, Gap.APART
    return named, join


def named_after(run: Run) -> tuple[Part | None, Gap]:
    """Give the mention after a run and how it is joined; apart where it cannot be the run's."""
    if run.end >= len(run.parts):
        return None, Gap.APART
    named, last, join = run.parts[run.end], run.parts[run.end - 1], run.joins[run.end]
    if named.mention is None or named.amending or last.group is None or join not in FOLLOWING:
        return None, Gap.APART
    if join is not Gap.OF and (named.mention.back is not None or not fits_or_unknown(last, named)):
        return None, Gap.APART
    if run.listed and ends_phrase(run.gaps[run.end]):
        return None, Gap.APART
    if not run.listed and not _plain_in_prose(last.group, join, run.gaps[run.end]):
        return None, Gap.APART
    if is_guidance(run.text, named.end):
        return None, Gap.APART
    return named, join


def _plain_in_prose(group: Group, join: Gap, gap: str) -> bool:
    """Tell whether a comma or a dash in prose can join a number to the Act after it: not in a heading or a clause."""
    item = group.items[-1]
    if join is Gap.COMMA:
        return group.kind not in _CONTAINERS and len(group.token) > 1 and not gap.rstrip().endswith(" the")
    if join is Gap.TOUCH and gap.strip() and gap.strip() in "-–—/" and len(group.items) == 1:
        heading = group.kind == "section" and group.token[0].isupper() and len(group.token) > 1
        return group.kind not in _CONTAINERS and (not heading or item.shaped or len(item.number) > 1)
    return True


def _amended_base(parts: list[Part], first: int) -> Part | None:
    """Give the Act before a bracket that says what amended it."""
    place = first - 1
    while place >= 0 and parts[place].amending:
        place -= 1
    return parts[place] if place >= 0 and parts[place].mention else None


def _is_bare(part: Part) -> bool:
    """Tell whether a group is printed without its kind word."""
    return part.group is not None and not part.group.token


def fits_or_unknown(part: Part, named: Part | None) -> bool:
    """Tell whether the instrument can have such a provision, as far as is known."""
    if named is None or named.mention is None or named.mention.path is None or part.group is None:
        return True
    return fits(part.group, named.mention.path)
