"""Which Act takes a provision in a list of bases, where a comma, a slash or a dash may begin the next basis."""

import re

from releasegraph.graph.law.gaps import Gap
from releasegraph.graph.law.grammar import Group
from releasegraph.graph.law.parts import Part
from releasegraph.graph.law.runs import FOLLOWING, PRECEDING, Run, fits_or_unknown
from releasegraph.graph.law.support import names_support

__all__ = ["settle_in_list"]

_AND = re.compile(r"(?:&|\b(?:and|or|with|as)\b)[^\"”’')]*$", re.IGNORECASE)
_COMMAS = frozenset({Gap.COMMA, Gap.NAMED})
_WEAK = _COMMAS | {Gap.TOUCH}
_MOST_ACTS = 8


def settle_in_list(run: Run, before: Part | None, back: Gap, after: Part | None, forward: Gap) -> None:
    """Give the groups of a run to the mention before or after them, or to none where either may be meant."""
    considered = before is not None or after is not None
    back, forward = _bounded(run, before, back, after, forward)
    groups = run.groups
    if back is not Gap.APART and forward is not Gap.APART:
        first, last = _between_two(run, back, forward)
    else:
        first = groups if back is not Gap.APART else []
        last = groups[-_share(run) :] if forward is not Gap.APART else []
        last = [part for part in groups if part in last or (last and _shares(part, last[-1], after))]
    if before is not None:
        _take(first, before)
    if after is not None:
        _take(last, after)
    for part in groups:
        part.doubtful = considered and part.owner is None


def _take(groups: list[Part], named: Part) -> None:
    for part in groups:
        if fits_or_unknown(part, named) or (part is groups[-1] and named.start >= part.end):
            part.owner = named.mention
            named.used = True


def _bounded(run: Run, before: Part | None, back: Gap, after: Part | None, forward: Gap) -> tuple[Gap, Gap]:
    """Drop the joins that do not hold: to an Act that another basis has, or that has its own provision after it."""
    bracketed = run.gaps[run.first].rstrip().endswith(("(", "["))
    if before is not None and before.amending and back is not Gap.APART and forward is not Gap.APART:
        back = Gap.APART
    if before is not None and before.used and back in {Gap.COMMA, Gap.TOUCH} and not bracketed:
        back = Gap.APART
    if (
        back is Gap.COMMA
        and run.first > 1
        and run.parts[run.first - 2].doubtful
        and run.joins[run.first - 1] in _COMMAS
    ):
        back = Gap.APART
    if after is not None and forward in _WEAK and _has_own(run, run.end, forward):
        if forward is Gap.TOUCH and back is Gap.COMMA:
            back = Gap.APART
        forward = Gap.APART
    return back, forward


def _has_own(run: Run, at: int, link: Gap, depth: int = 0) -> bool:
    """Tell whether the mention at a place has its own provision after it, being joined by `link` to one before it."""
    parts, joins = run.parts, run.joins
    first = at + 1
    if depth > _MOST_ACTS:
        return True
    if first >= len(parts) or parts[first].group is None or parts[first].amending or joins[first] not in PRECEDING:
        return False
    strong = joins[first] is not Gap.COMMA
    if not fits_or_unknown(parts[first], parts[at]) or names_support(run.text, parts[first]):
        return False
    follower = first + 1
    taken = explicit = False
    if follower < len(parts) and parts[follower].mention is not None and joins[follower] in FOLLOWING:
        explicit = joins[follower] not in _WEAK
        taken = explicit or not _has_own(run, follower, joins[follower], depth + 1)
    if link is Gap.TOUCH:
        return strong and not taken
    return (strong and not explicit) or not taken


def _share(run: Run) -> int:
    """Count the last groups of a run that the Act after them takes: those joined to the last by `and`."""
    groups = run.groups
    if groups[0].group is not None and groups[0].group.plural:
        return len(groups)
    share = 1
    while share < len(groups) and _and_before(run, run.end - share):
        share += 1
    return len(groups) if share > 1 else share


def _shares(part: Part, last: Part, after: Part | None) -> bool:
    """Tell whether a group over a comma shares the Act of the last: the same provision, or an article as it is."""
    european = after is not None and after.mention is not None and (after.mention.path or "").startswith("eur/")
    return _same(part, last) or (european and part.group is not None and part.group.kind == "article")


def _same(part: Part, other: Part) -> bool:
    """Tell whether two groups are one provision, so that to share an Act says nothing new."""
    one, two = part.group, other.group
    return one is not None and two is not None and (one.kind, _numbers(one)) == (two.kind, _numbers(two))


def _numbers(group: Group) -> list[tuple[str, tuple[str, ...]]]:
    return [(item.number, item.parts) for item in group.items]


def _and_before(run: Run, place: int) -> bool:
    return bool(_AND.search(run.gaps[place]))


def _one_act(run: Run) -> bool:
    """Tell whether the same Act is named on both sides."""
    one, two = run.parts[run.first - 1].mention, run.parts[run.end].mention
    return one is not None and two is not None and one.path is not None and one.path == two.path


def _between_two(run: Run, back: Gap, forward: Gap) -> tuple[list[Part], list[Part]]:
    """Divide a run between the Acts before and after it; what may be either's goes to neither."""
    groups = run.groups
    dashed = forward is Gap.TOUCH and bool(run.gaps[run.end].strip(" \t\xa0"))
    if len(groups) == 1:
        return _one_between(run, back, forward, dashed)
    comma = max((at for at in range(1, len(groups)) if not _and_before(run, run.first + at)), default=0)
    early, late, last = groups[:comma], groups[comma:], groups[-1]
    head = groups[0]
    if forward in _COMMAS:
        if back is Gap.COMMA:
            return [], []
        return [*early, *(late if len(late) > 1 or _alike(last, head) else [])], []
    if not early and forward is Gap.TOUCH and (dashed or _alike(last, head)) and back is not Gap.COMMA:
        return (groups if _one_act(run) else []), []
    if back is Gap.COMMA:
        first = [part for part in groups if not fits_or_unknown(part, run.parts[run.end])] if len(late) > 1 else early
    else:
        first = [*(early or [head]), *(part for part in late[:-1] if part is not head and _alike(part, head))]
    taken = [] if dashed else [part for part in groups if part is last or (part not in first and _alike(part, last))]
    return first, taken


def _one_between(run: Run, back: Gap, forward: Gap, dashed: bool) -> tuple[list[Part], list[Part]]:
    """Give the only group of a run to the Act before or after it."""
    group = run.parts[run.first].group
    if _one_act(run) or (group is not None and group.kind == "section" and not group.token):
        return run.groups, []
    if (back is Gap.COMMA and (forward in _COMMAS or dashed)) or back is forward is Gap.TOUCH:
        return [], []
    if forward in _COMMAS or PRECEDING[back] >= FOLLOWING[forward]:
        return run.groups, []
    return [], run.groups


def _alike(part: Part, other: Part) -> bool:
    """Tell whether two groups cite parts of the same provisions: `s261(1)` and `s261(4)`."""
    one, two = part.group, other.group
    if one is None or two is None or one.kind != two.kind:
        return False
    return {item.number for item in one.items} <= {item.number for item in two.items}
