"""Which instrument each provision of a text belongs to."""

from itertools import pairwise

from releasegraph.graph.law.amendments import spread_amending
from releasegraph.graph.law.gaps import Gap, amended_before, between, document_after
from releasegraph.graph.law.leads import attach_in_sentence, attach_lead_ins, attach_quoted
from releasegraph.graph.law.lists import settle_in_list
from releasegraph.graph.law.mentions import Mention
from releasegraph.graph.law.model import Field
from releasegraph.graph.law.parts import Part
from releasegraph.graph.law.runs import FOLLOWING, PRECEDING, Run, fits_or_unknown, named_after, named_before
from releasegraph.graph.law.support import SUPPORT_ACT, names_support

__all__ = ["attach"]

_SLASHES = frozenset({"/ ", " /", "/"})
_SERIES = frozenset({Gap.JOIN, Gap.COMMA})


def attach(text: str, parts: list[Part], field: Field) -> None:
    """Settle for each part its instrument and whether it only amended another; changes the parts."""
    gaps = [""] + [text[left.end : right.start] for left, right in pairwise(parts)]
    listed = field is not Field.PROSE
    joins = [Gap.APART] + [between(gap) for gap in gaps[1:]]
    for place in [place for place, gap in enumerate(gaps) if gap[-2:] in _SLASHES]:
        joins[place] = _slashed(gaps[place], parts[place - 1 : place + 1], listed)
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
        alone = _breaks_run(text, parts[place], listed)
        while end < len(parts) and parts[end].group and joins[end] in _SERIES and not parts[end].amending:
            if alone or _breaks_run(text, parts[end], listed):
                break
            end += 1
        _attach_run(Run(text, parts, gaps, joins, place, end, listed))
        numbers = tuple(item.number for part in parts[place:end] if part.group for item in part.group.items)
        for part in parts[place:end]:
            part.run = numbers
            part.listed = listed
            part.chained = (part is not parts[end - 1]) if _named_after(part) else (part is not parts[place])
        place = end
    if not listed:
        attach_lead_ins(text, parts)
    attach_in_sentence(text, parts, in_list=listed)
    attach_quoted(parts)
    spread_amending(parts, gaps, joins)


def _slashed(gap: str, sides: list[Part], listed: bool) -> Gap:
    """Tell how two parts are joined over a slash: it divides a list of bases, and joins provisions in prose."""
    if listed:
        return Gap.APART if between(f"{gap.rstrip()[:-1].rstrip()}, ") is Gap.APART else Gap.COMMA
    return Gap.JOIN if gap == " / " and all(part.group for part in sides) else between(gap)


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


def _breaks_run(text: str, part: Part, listed: bool) -> bool:
    """Tell whether a group shares no Act with its neighbours: support by name, or a clause of a document."""
    return names_support(text, part) or (listed and document_after(text, part.end))


def _attach_run(run: Run) -> None:
    """Settle a run of groups from the mention before it or after it."""
    before, back = named_before(run)
    after, forward = named_after(run)
    head = run.parts[run.first]
    if names_support(run.text, head):
        before, back = _supporting(run, before, back, run.gaps[run.first])
        after, forward = _supporting(run, after, forward, run.gaps[run.end] if after else "")
    elif run.listed and document_after(run.text, head.end):
        head.doubtful = True
        return
    if run.listed:
        settle_in_list(run, before, back, after, forward)
    else:
        _settle_in_prose(run, before, PRECEDING.get(back, 0), after, FOLLOWING.get(forward, 0))


def _supporting(run: Run, named: Part | None, join: Gap, gap: str) -> tuple[Part | None, Gap]:
    """Keep over a comma, and over a dash in a list, only the Act under which support is given."""
    loose = join in {Gap.COMMA, Gap.NAMED} or (run.listed and join is Gap.TOUCH and gap.rstrip()[-1:] != "(")
    if named is None or named.mention is None or not loose:
        return named, join
    return (named, join) if named.mention.path == SUPPORT_ACT else (None, Gap.APART)


def _settle_in_prose(run: Run, before: Part | None, back: int, after: Part | None, forward: int) -> None:
    if back and forward == FOLLOWING[Gap.COMMA]:
        forward = 0
    groups = run.groups
    if before is not None and after is not None and back and forward and len(groups) == 1:
        leads = run.first == 1 or run.parts[run.first - 2].group is None
        keeps = leads and not before.used and back == forward == FOLLOWING[Gap.TOUCH]
        back, forward = (back, 0) if keeps or back > forward else (0, forward)
    if back and before is not None:
        for part in groups[:-1] if forward else groups:
            part.owner = before.mention if part is groups[0] or fits_or_unknown(part, before) else None
        before.used = True
    if forward and after is not None:
        for part in groups[-1:] if back else groups:
            part.owner = after.mention if part is groups[-1] or fits_or_unknown(part, after) else None
        after.used = True


def _named_after(part: Part) -> bool:
    return part.owner is not None and part.owner.start >= part.end
