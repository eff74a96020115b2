"""Which instrument each provision of a text belongs to."""

from dataclasses import dataclass
from itertools import pairwise

from releasegraph.graph.law.amendments import spread_amending
from releasegraph.graph.law.gaps import Gap, amended_before, belongs_elsewhere, between, is_guidance
from releasegraph.graph.law.grammar import Group
from releasegraph.graph.law.leads import attach_in_sentence, attach_lead_ins, attach_quoted
from releasegraph.graph.law.mentions import Mention
from releasegraph.graph.law.model import Field
from releasegraph.graph.law.parts import Part
from releasegraph.graph.law.targets import fits

__all__ = ["attach"]

_FOLLOWING = {Gap.OF: 5, Gap.TOUCH: 4, Gap.COMMA: 1, Gap.NAMED: 1, Gap.UNDER: 3}
_CONTAINERS = frozenset({"part", "chapter", "schedule", "paragraph"})
_PRECEDING = {Gap.TOUCH: 4, Gap.COLON: 4, Gap.UNDER: 3, Gap.IS: 3, Gap.COMMA: 2}


def attach(text: str, parts: list[Part], field: Field) -> None:
    """Settle for each part its instrument and whether it only amended another; changes the parts."""
    gaps = [""] + [text[left.end : right.start] for left, right in pairwise(parts)]
    joins = [Gap.APART] + [between(gap) for gap in gaps[1:]]
    for place, part in enumerate(parts):
        before = text[max(0, part.start - 80) : part.start] if place == 0 else gaps[place]
        part.amending = amended_before(before)
    _resolve_back(parts)
    place = 0
    while place < len(parts):
        if parts[place].group is None:
            place += 1
            continue
        end = place + 1
        while end < len(parts) and parts[end].group and joins[end] in {Gap.JOIN, Gap.COMMA} and not parts[end].amending:
            end += 1
        _attach_run(_Run(text, parts, gaps, joins, place, end, field))
        numbers = tuple(item.number for part in parts[place:end] if part.group for item in part.group.items)
        for part in parts[place:end]:
            part.run = numbers
            part.listed = field is not Field.PROSE
            part.chained = (part is not parts[end - 1]) if _named_after(part) else (part is not parts[place])
        place = end
    if field is Field.PROSE:
        attach_lead_ins(text, parts)
    attach_in_sentence(text, parts, in_list=field is not Field.PROSE)
    attach_quoted(parts)
    spread_amending(parts, gaps, joins)


def _resolve_back(parts: list[Part]) -> None:
    """Give `the 2012 Act` and `that Act` the instrument named before, where it can be only one."""
    named: list[Mention] = []
    for part in parts:
        mention = part.mention
        if mention is None:
            continue
        if mention.back is None:
            if mention.path:
                named.append(mention)
            continue
        paths = [one.path for one in named if one.path and (not mention.back or f"/{mention.back}/" in one.path)]
        nearest = bool(paths) and not mention.back and "that" in mention.title[:5].lower()
        if paths and (len(set(paths)) == 1 or nearest):
            part.mention = mention._replace(path=paths[-1])


@dataclass(frozen=True, slots=True)
class _Run:
    """Groups joined by `and` or commas: `parts[first:end]`, with the gaps around every part."""

    text: str
    parts: list[Part]
    gaps: list[str]
    joins: list[Gap]
    first: int
    end: int
    field: Field


def _attach_run(run: _Run) -> None:
    """Settle a run of groups from the mention before it or after it."""
    before, back = _before(run)
    after, forward = _after(run)
    if back and forward == _FOLLOWING[Gap.COMMA]:
        forward = 0
    groups = run.parts[run.first : run.end]
    if before is not None and after is not None and back and forward and len(groups) == 1:
        leads = run.first == 1 or run.parts[run.first - 2].group is None
        keeps = leads and not before.used and back == forward == _FOLLOWING[Gap.TOUCH]
        back, forward = (back, 0) if keeps or back > forward else (0, forward)
    if back and before is not None:
        for part in groups[:-1] if forward else groups:
            part.owner = before.mention if part is groups[0] or _fits_or_unknown(part, before) else None
        before.used = True
    if forward and after is not None:
        for part in groups[-1:] if back else groups:
            part.owner = after.mention if part is groups[-1] or _fits_or_unknown(part, after) else None
        after.used = True


def _before(run: _Run) -> tuple[Part | None, int]:
    """Give the mention before a run and how strongly it holds it; 0 where not at all."""
    parts, first = run.parts, run.first
    if not first or parts[first - 1].mention is None or parts[first].amending:
        return None, 0
    named: Part | None = parts[first - 1]
    join = run.joins[first]
    if named is not None and named.amending:
        base = _amended_base(parts, first)
        if run.gaps[first].startswith(")"):
            named, join = base, between(run.gaps[first][1:])
        elif base is not None and not base.used and join in {Gap.COMMA, Gap.TOUCH, Gap.COLON}:
            named = base if join is Gap.COMMA else named if run.gaps[first].isspace() else None
    if named is None or named.mention is None or not _fits_or_unknown(parts[first], named):
        return None, 0
    if (named.mention.back is not None and join is Gap.COMMA) or (join is Gap.IS and not _is_bare(parts[first])):
        return None, 0
    if run.joins[run.end : run.end + 1] != [Gap.OF] and belongs_elsewhere(run.text, parts[run.end - 1].end):
        return None, 0
    return named, _PRECEDING.get(join, 0)


def _after(run: _Run) -> tuple[Part | None, int]:
    """Give the mention after a run and how strongly it holds it; 0 where not at all."""
    if run.end >= len(run.parts):
        return None, 0
    named, last, join = run.parts[run.end], run.parts[run.end - 1], run.joins[run.end]
    if named.mention is None or named.amending or last.group is None:
        return None, 0
    if join is not Gap.OF and (named.mention.back is not None or not _fits_or_unknown(last, named)):
        return None, 0
    if run.field is Field.PROSE and not _plain_in_prose(last.group, join, run.gaps[run.end]):
        return None, 0
    if is_guidance(run.text, named.end):
        return None, 0
    return named, _FOLLOWING.get(join, 0)


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


def _named_after(part: Part) -> bool:
    return part.owner is not None and part.owner.start >= part.end


def _fits_or_unknown(part: Part, named: Part | None) -> bool:
    """Tell whether the instrument can have such a provision, as far as is known."""
    if named is None or named.mention is None or named.mention.path is None or part.group is None:
        return True
    return fits(part.group, named.mention.path)
