"""The groups of provisions of a text, each with the schedule, part or chapter it lies in."""

import re
from collections.abc import Sequence

from releasegraph.graph.law.gaps import BASES, is_container_gap
from releasegraph.graph.law.grammar import Group, Item, provision_levels_valid, read_bare, read_group
from releasegraph.graph.law.mentions import Mention

__all__ = ["find_groups"]

H = r"[^\S\r\n]"
_INNER_FIRST = re.compile(
    rf"\b(?:sub-?sections?|sub-?paragraphs?|paragraphs?|paras?\.?|limbs?){H}*"
    rf"((?:\({H}?[0-9A-Za-z]{{1,4}}{H}?\){H}?(?:{H}*(?:,|and|or|&){H}*)?)+){H}*(?:of|in|to){H}+(?:the{H}+)?$",
    re.IGNORECASE,
)
_BEFORE_OUTER = frozenset({"of", "in", "to", "he"})
_BRACKETED = re.compile(r"\(\s?([0-9A-Za-z]{1,4})\s?\)")
_RUN = re.compile(rf"(?:\({H}?[0-9A-Za-z]{{1,4}}{H}?\){H}?)+")
_SOLE_SCHEDULE = re.compile(rf"\b[Tt]he{H}+[Ss]chedule{H}+(?:to|of|in){H}+(?:the{H}+)?$")
_BASES_AFTER = re.compile(
    rf"(?:{BASES})?{H}*(?:[:–—(-]|(?<=[^\S\r\n])(?:is|are)\b)?{H}*(?=[1-9][0-9]?\([0-9]{{1,2}}\))", re.IGNORECASE
)
_ARTICLE = re.compile(r"(?<![^\s(:,;–—-])[1-9][0-9]?\([0-9]{1,2}\)\([a-z]\)")
_BARE_SECTION = re.compile(rf"{H}*[,:–—-]?{H}*(?=[1-9][0-9]{{0,2}}[A-Z]{{0,2}}{H}?\([0-9]{{1,2}}[A-Z]?\){H}?\()")
_CONTAINED = frozenset({"section", "regulation", "article", "rule"})


def find_groups(text: str, anchors: Sequence[int], mentions: Sequence[Mention]) -> list[Group]:
    """Read the groups at the anchors, in order, none over another."""
    groups: list[Group] = []
    end = 0
    for at in anchors:
        if at < end:
            continue
        group = read_group(text, at)
        if group is not None:
            low = groups[-1].end if groups else 0
            groups.append(_with_inner(text, group, low))
            end = groups[-1].end
    groups += _sole_schedules(text, mentions)
    groups += _bare_articles(text, mentions, groups)
    groups += _bare_sections(text, mentions)
    groups.sort(key=lambda group: group.start)
    return _nest(text, groups)


def _sole_schedules(text: str, mentions: Sequence[Mention]) -> list[Group]:
    """Read `the Schedule to the …` before each mention."""
    found = []
    for mention in mentions:
        low = max(0, mention.start - 24)
        if text.find("chedule", low, mention.start) >= 0 and (
            match := _SOLE_SCHEDULE.search(text[low : mention.start])
        ):
            start, end = low + match.start() + 4, low + match.start() + 12
            found.append(Group("schedule", "Schedule", start, end, (Item(start, end, ""),)))
    return found


def _bare_articles(text: str, mentions: Sequence[Mention], groups: Sequence[Group]) -> list[Group]:
    """Read articles printed without their word beside a European regulation: `UK GDPR basis: 6(1)(e)`."""
    found: list[Group] = []
    for mention in mentions:
        if mention.path is None or not mention.path.startswith("eur/"):
            continue
        after = _BASES_AFTER.match(text, mention.end)
        before = _ARTICLE.search(text, max(0, mention.start - 60), mention.start)
        for at in (before.start() if before else -1, after.end() if after else -1):
            group = read_bare(text, at, "article") if at >= 0 else None
            if group and not any(one.start < group.end and group.start < one.end for one in (*groups, *found)):
                found.append(group)
    return found


def _bare_sections(text: str, mentions: Sequence[Mention]) -> list[Group]:
    """Read sections printed without their word after an Act: `Health and Social Care Act 2012, 261(2)(a)`."""
    found = []
    for mention in mentions:
        if mention.path is not None and mention.path.startswith("ukpga/"):
            after = _BARE_SECTION.match(text, mention.end)
            group = read_bare(text, after.end(), "section") if after else None
            if group:
                found.append(group)
    return found


def _with_inner(text: str, group: Group, low: int) -> Group:
    """Add the parts printed before the number: `subsection (2)(b) of section 261`."""
    for _ in range(3):
        if len(group.items) != 1 or group.kind in {"part", "chapter", "schedule"}:
            break
        if text[max(low, group.start - 5) : group.start].rstrip()[-2:].lower() not in _BEFORE_OUTER:
            break
        floor = max(low, group.start - 100)
        found = _INNER_FIRST.search(text[floor : group.start])
        if not found:
            break
        start = floor + found.start()
        base = group.items[0]
        items = []
        for run in _RUN.finditer(found[1]):
            parts = tuple(part.upper() if part[0].isdigit() else part.lower() for part in _BRACKETED.findall(run[0]))
            full = (*base.parts, *parts)
            at = floor + found.start(1) + run.start()
            items.append(
                Item(at, at + len(run[0].rstrip()), base.number, full, malformed=not provision_levels_valid(full))
            )
        if not items:
            break
        items[0] = items[0]._replace(start=start)
        items[-1] = items[-1]._replace(end=group.end)
        group = group._replace(start=start, items=tuple(items))
    return group


def _nest(text: str, groups: list[Group]) -> list[Group]:
    """Join each schedule, part and chapter to what lies in it; a part before a section is dropped."""
    nested: list[Group] = []
    place = 0
    while place < len(groups):
        run = [groups[place]]
        while place + len(run) < len(groups):
            left, right = run[-1], groups[place + len(run)]
            gap = text[left.end : right.start]
            if not _joins(gap, left, right):
                break
            if right.kind in {group.kind for group in run}:
                if len(left.items) > 1 and is_container_gap(gap, of=True):
                    run[-1], groups[place + len(run) - 1 : place + len(run)] = _cut(left)[0], _cut(left)
                break
            run.append(right)
        nested.append(_joined(run) if len(run) > 1 else run[0])
        place += len(run)
    return nested


def _cut(group: Group) -> list[Group]:
    """Cut off the last of a group's items."""
    *head, last = group.items
    return [
        group._replace(end=head[-1].end, items=tuple(head)),
        group._replace(start=last.start, items=(last,)),
    ]


_OUTER = {"schedule": 0, "part": 1, "chapter": 2, "paragraph": 3}


def _rank(group: Group) -> int:
    return _OUTER.get(group.kind, 3)


def _joins(gap: str, left: Group, right: Group) -> bool:
    if left.kind == right.kind or not {left.kind, right.kind} & {"schedule", "part", "chapter"}:
        return False
    if "schedule" in {left.kind, right.kind} and {left.kind, right.kind} & _CONTAINED:
        return False
    outer_first = _rank(left) < _rank(right)
    outer = left if outer_first else right
    if len(outer.items) != 1:
        return False
    loose = outer_first or (left.kind in {"paragraph", "part"} and right.kind == "schedule")
    return is_container_gap(gap, of=not loose)


def _joined(run: list[Group]) -> Group:
    inner = max(run, key=_rank)
    start, end = run[0].start, run[-1].end
    kinds = {group.kind: group for group in run}
    containers: list[tuple[str, str]] = []
    if inner.kind not in _CONTAINED:
        for kind in ("schedule", "part", "chapter"):
            group = kinds.get(kind)
            dropped = kind != "schedule" and inner.kind == "paragraph" and "schedule" in kinds
            if group is not None and group is not inner and not dropped:
                containers.append((kind, group.items[0].number))
    items = list(inner.items)
    items[0] = items[0]._replace(start=start)
    if len(items) == 1:
        items[-1] = items[-1]._replace(end=end)
    return inner._replace(start=start, end=end, items=tuple(items), containers=tuple(containers))
