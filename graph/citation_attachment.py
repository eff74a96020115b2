"""Which instrument each provision of a text belongs to."""

from dataclasses import replace
from itertools import pairwise

from releasegraph.graph.citation_amendments import spread_amending
from releasegraph.graph.citation_gaps import Gap, amended_before, between
from releasegraph.graph.citation_leads import attach_in_sentence, attach_lead_ins, attach_quoted
from releasegraph.graph.citation_parts import Part
from releasegraph.graph.citation_targets import fits
from releasegraph.graph.citation_types import Field
from releasegraph.graph.instrument_mentions import Mention

__all__ = ["attach"]

_FOLLOWING = {Gap.OF: 5, Gap.TOUCH: 4, Gap.COMMA: 1, Gap.UNDER: 3}
_PRECEDING = {Gap.TOUCH: 4, Gap.COLON: 4, Gap.UNDER: 3, Gap.COMMA: 2}


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
        _attach_chain(parts, joins, gaps, place, end, field)
        for part in parts[place:end]:
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
            part.mention = replace(mention, path=paths[-1])


def _attach_chain(parts: list[Part], joins: list[Gap], gaps: list[str], first: int, end: int, field: Field) -> None:
    """Settle a run of groups joined by `and` or commas from the mention before it or after it."""
    before = parts[first - 1] if first and parts[first - 1].mention and not parts[first].amending else None
    join = joins[first]
    base = _amended_base(parts, first) if before is not None and before.amending else None
    if base is not None and not base.used and join in {Gap.COMMA, Gap.TOUCH, Gap.COLON}:
        before = base if join is Gap.COMMA else before if gaps[first].isspace() else None
    if before is not None and before.amending and gaps[first].startswith(")"):
        before, join = _amended_base(parts, first), between(gaps[first][1:])
    after = parts[end] if end < len(parts) and parts[end].mention and not parts[end].amending else None
    last = parts[end - 1].group
    back = _PRECEDING.get(join, 0) if before else 0
    forward = _FOLLOWING.get(joins[end], 0) if after else 0
    if not _fits_or_unknown(parts[first], before):
        back = 0
    if not _fits_or_unknown(parts[end - 1], after) and joins[end] is not Gap.OF:
        forward = 0
    if after is not None and after.mention is not None and after.mention.back is not None and joins[end] is not Gap.OF:
        forward = 0
    if before is not None and before.mention is not None and before.mention.back is not None and join is Gap.COMMA:
        back = 0
    if forward == 1 and (back or (field is Field.PROSE and last is not None and len(last.token) == 1)):
        forward = 0
    if back and forward and forward >= back and (first == 1 or parts[first - 2].group is None) and end - first == 1:
        if forward == 4 and join is not Gap.COMMA and not _is_owned(parts, first):
            forward = 0
        else:
            back = 0
    elif back and forward and end - first == 1:
        back, forward = (0, forward) if forward >= back else (back, 0)
    if back and forward:
        parts[first].owner = before.mention if before else None
        parts[end - 1].owner = after.mention if after else None
        _use(before, after)
        return
    if forward and after is not None:
        for part in parts[first:end]:
            part.owner = after.mention
        _use(after)
        return
    if back and before is not None:
        for part in parts[first:end]:
            part.owner = before.mention
        _use(before)


def _amended_base(parts: list[Part], first: int) -> Part | None:
    """Give the Act before a bracket that says what amended it."""
    place = first - 1
    while place >= 0 and parts[place].amending:
        place -= 1
    return parts[place] if place >= 0 and parts[place].mention else None


def _named_after(part: Part) -> bool:
    return part.owner is not None and part.owner.start >= part.end


def _is_owned(parts: list[Part], first: int) -> bool:
    """Tell whether the mention before a group already serves another."""
    return parts[first - 1].used


def _use(*owners: Part | None) -> None:
    for owner in owners:
        if owner is not None:
            owner.used = True


def _fits_or_unknown(part: Part, named: Part | None) -> bool:
    """Tell whether the instrument can have such a provision, as far as is known."""
    if named is None or named.mention is None or named.mention.path is None or part.group is None:
        return True
    return fits(part.group, named.mention.path)
