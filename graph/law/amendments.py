"""What amended a provision: named beside it, and no basis itself."""

from releasegraph.graph.law.gaps import Gap
from releasegraph.graph.law.leads import SENTENCE_END
from releasegraph.graph.law.parts import Part, cited_items
from releasegraph.graph.law.targets import resolve

__all__ = ["spread_amending"]


def _path(part: Part) -> str | None:
    """Give the instrument a part names or belongs to."""
    named = part.owner or part.mention
    return named.path if named else None


def _governed(before: Part, part: Part, join: Gap, amended: str | None) -> bool:
    """Tell whether an `as amended by` reaches on to a part: its own Act, or more of what amended."""
    if part.amending or (part.mention is not None and part.mention is before.owner):
        return True
    if part.group is not None and before.mention is not None and part.owner is before.mention:
        return True
    return join is Gap.JOIN and (amended is None or _path(part) != amended)


def spread_amending(parts: list[Part], gaps: list[str], joins: list[Gap]) -> None:
    """Mark all that an `as amended by` governs, and tell the provisions before it."""
    place = 0
    while place < len(parts):
        if not parts[place].amending:
            place += 1
            continue
        first = place
        place += 1
        amended = _path(parts[first - 1]) if first else None
        while place < len(parts) and _governed(parts[place - 1], parts[place], joins[place], amended):
            parts[place].amending = True
            place += 1
        amending = tuple(target for part in parts[first:place] for target in _targets(part))
        base = first - 1
        while base >= 0 and not SENTENCE_END.search(gaps[base + 1]) and not parts[base].amending:
            subject = parts[base]
            if subject.group or subject.address or (subject.mention and not subject.used):
                subject.amended_by += amending
            for later in parts[place:]:
                if subject.mention is not None and later.owner is subject.mention:
                    later.amended_by += amending
            joined = joins[base] in {Gap.OF, Gap.TOUCH, Gap.JOIN, Gap.UNDER, Gap.COLON}
            if not joined or (
                subject.group and base and parts[base - 1].mention and subject.owner is not parts[base - 1].mention
            ):
                break
            base -= 1


def _targets(part: Part) -> list[str]:
    """List the targets of a part, for those it amended."""
    if part.address:
        return [part.address]
    if part.group is not None and part.owner is not None and part.owner.path:
        found = [resolve("", part.group, item, part.owner.path) for item in cited_items(part)]
        return [one.target for one in found if one.target]
    if part.mention is not None and part.mention.path and not part.used:
        return [part.mention.path]
    return []
