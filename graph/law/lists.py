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
    share = _share(run) if forward is not Gap.APART else 0
    if back is not Gap.APART and share:
        share, back = _divided(run, back, forward, share)
    kept = len(groups) - share
    if back is not Gap.APART and before is not None:
        _take(_carried_on(groups[:kept], run) if share else groups, before)
    if share and after is not None:
        repeated = [part for part in groups[:kept] if part.owner is None and _same(part, groups[-1])]
        _take([*repeated, *groups[kept:]], after)
    for part in groups:
        part.doubtful = considered and part.owner is None


def _take(groups: list[Part], named: Part) -> None:
    for part in groups:
        if fits_or_unknown(part, named) or (part is groups[-1] and named.start >= part.end):
            part.owner = named.mention
            named.used = True


def _bounded(run: Run, before: Part | None, back: Gap, after: Part | None, forward: Gap) -> tuple[Gap, Gap]:
    """Drop the joins that do not hold: to an Act that another basis has, or that has its own provision after it."""
    bracketed = run.gaps[run.first].lstrip().startswith(("(", "["))
    if before is not None and before.used and back in {Gap.COMMA, Gap.TOUCH} and not bracketed:
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
    if not fits_or_unknown(parts[first], parts[at]) or (not strong and names_support(run.text, parts[first])):
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


def _same(part: Part, other: Part) -> bool:
    """Tell whether two groups are one provision, so that to share an Act says nothing new."""
    one, two = part.group, other.group
    return one is not None and two is not None and (one.kind, _numbers(one)) == (two.kind, _numbers(two))


def _numbers(group: Group) -> list[tuple[str, tuple[str, ...]]]:
    return [(item.number, item.parts) for item in group.items]


def _carried_on(groups: list[Part], run: Run) -> list[Part]:
    """List the groups that stay with the Act before a run whose last belongs to the Act after it.

    In `A - s1, s2 and s3 of B` the second may be of either Act, unless it is another part of the first.
    """
    last = max((at for at in range(1, len(groups)) if not _and_before(run, run.first + at)), default=0)
    series = last and _and_before(run, run.end - 1)
    numbers = {item.number for part in groups[:last] if part.group for item in part.group.items}
    return [
        part
        for at, part in enumerate(groups)
        if not series or at < last or (part.group and {item.number for item in part.group.items} <= numbers)
    ]


def _and_before(run: Run, place: int) -> bool:
    return bool(_AND.search(run.gaps[place]))


def _one_act(run: Run) -> bool:
    """Tell whether the same Act is named on both sides."""
    one, two = run.parts[run.first - 1].mention, run.parts[run.end].mention
    return one is not None and two is not None and one.path is not None and one.path == two.path


def _divided(run: Run, back: Gap, forward: Gap, share: int) -> tuple[int, Gap]:
    """Divide a run between the Acts before and after it: how many the second takes, and what still joins the first."""
    count = run.end - run.first
    if forward in _COMMAS:
        return 0, Gap.APART if back is Gap.COMMA else back
    if count == 1:
        if back is forward is Gap.TOUCH and not _one_act(run):
            return 0, Gap.APART
        return (0, back) if PRECEDING[back] >= FOLLOWING[forward] else (1, Gap.APART)
    if share == count and back is Gap.COMMA:
        return share, Gap.APART
    return 1, back
