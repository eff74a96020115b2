"""From words to law: the citations in a legal basis, a confidentiality basis, an opt-out or prose."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from releasegraph.graph.citation_anchors import find_anchors
from releasegraph.graph.citation_gaps import Gap, amended_before, between, foreign_after, supports_251
from releasegraph.graph.citation_grammar import Group, Item, provision_steps
from releasegraph.graph.citation_groups import find_groups
from releasegraph.graph.instrument_mentions import Mention, dated_acronyms, find_mentions
from releasegraph.graph.instruments import instruments
from releasegraph.graph.provisions import instrument_path, read_address
from releasegraph.graph.records import Problem

__all__ = ["Citation", "Field", "Reading", "Role", "Status", "read_citations"]


class Field(StrEnum):
    """Where a text stands in the register, which decides what its law is for."""

    LEGAL_BASIS = "legal-basis"
    CONFIDENTIALITY = "confidentiality"
    OPT_OUTS = "opt-outs"
    PROSE = "prose"


class Role(StrEnum):
    """What a citation is for: the codes of the scheme `citation-role`."""

    BASIS = "basis"
    PROSE = "prose"
    AMENDING = "amending"
    INTERNAL = "internal"
    CONFIDENTIALITY = "confidentiality"


class Status(StrEnum):
    """How far a citation is resolved: the codes of the scheme `citation-status`."""

    RESOLVED = "resolved"
    BY_CONVENTION = "by-convention"
    INSTRUMENT_ONLY = "instrument-only"
    UNRESOLVED = "unresolved"


@dataclass(frozen=True, slots=True)
class Citation:
    """A place where a text cites law."""

    offset: int
    """Code points from the start of the text."""
    text: str
    """The words that cite, exactly as they stand at the offset."""
    target: str | None
    """Path under `http://www.legislation.gov.uk/id/`, or `instrument/{slug}`; None where unresolved."""
    role: Role
    status: Status
    amended_by: tuple[str, ...] = ()
    """Targets of the provisions said to have amended it."""
    problem: Problem | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """The citations of one text in order of offset, and the status of the text as a whole."""

    citations: tuple[Citation, ...]
    status: str
    """`resolved`, `by-convention`, `instrument-only`, `unresolved`, `consent` or `none`."""


_ROLES = {
    Field.LEGAL_BASIS: Role.BASIS,
    Field.CONFIDENTIALITY: Role.CONFIDENTIALITY,
    Field.OPT_OUTS: Role.CONFIDENTIALITY,
    Field.PROSE: Role.PROSE,
}
_ACT_KINDS = frozenset({"section", "schedule", "part", "chapter"})
_RULE_KINDS = frozenset({"schedule", "part", "chapter"})
# Printed path → what it is taken to mean: section 45 of the 2007 Act has no paragraph (c).
_CONVENTIONS = {"ukpga/2007/18/section/45/c": "ukpga/2007/18/section/45C"}
# Sections all of whose paragraphs lie in numbered subsections.
_SUBSECTIONED = frozenset(
    {
        "ukpga/2006/41/section/3",
        "ukpga/2006/41/section/3A",
        "ukpga/2006/41/section/251",
        "ukpga/2007/18/section/39",
        "ukpga/2007/18/section/42",
        "ukpga/2007/18/section/45",
        "ukpga/2012/7/section/254",
        "ukpga/2012/7/section/261",
        "eur/2016/679/article/6",
        "eur/2016/679/article/9",
    }
)
_SUPPORT_SECTION = "ukpga/2006/41/section/251"
_SUPPORT_ACT = "ukpga/2006/41"
_OTHER_251 = "ukpga/2012/7"
_ADDRESS = re.compile(r"(?:https?://)?(?:www\.)?legislation\.gov\.uk/[\w/.+-]*\w", re.IGNORECASE)
_CONSENT = re.compile(r"\bconsent", re.IGNORECASE)
_NO_CONSENT = re.compile(
    r"\b(?:without|not|absence of|lack of)\b[^.;,]{0,40}\bconsent|\bno consent|\bnon-?consent", re.IGNORECASE
)
_LEADING_CONSENT = re.compile(r"\s*(?:explicit |informed )?(?:patient )?consent\b", re.IGNORECASE)
_SENTENCE_END = re.compile(r"[.!?;][\"”'’)]*\s|[\r\n]")
_BASIS_END = re.compile(r"[.!?][\"”'’)]*\s|[,;\r\n]")
_LINE_START = re.compile(r"(?:^|[\r\n])[\s>]*(?:[-–—•~*▪●·o]\s+|\(?[0-9a-z]{1,3}[.)]\s*)?$")
_LEAD_IN = re.compile(r"[^\r\n]{0,160}?[:\-–—][^\S\r\n]*(?:[\r\n]|$)")
_RESPECTIVELY = re.compile(r"[^.;\r\n]{0,120}\brespectively\b", re.IGNORECASE)
_LAWLIKE = re.compile(
    r"\b(?:other|act|acts|regul\w*|directions?|order|law|power|section|statut\w*|s\d+)\b", re.IGNORECASE
)


@dataclass(slots=True)
class _Part:
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
    used: bool = False
    amending: bool = False
    amended_by: list[str] = field(default_factory=list)
    quoted: bool = False


def read_citations(text: str, field: Field, *, quoted: Sequence[tuple[int, int]] = ()) -> Reading:
    """Find the law a text cites; inside the `quoted` spans it is internal to the statute quoted.

    Never guesses: what names no known instrument is unresolved or, in prose, nothing.
    """
    parts = _parts(text)
    if parts:
        _mark_quoted(parts, quoted)
        _attach(text, parts, field)
    found = _emit(text, parts, field)
    if field is Field.LEGAL_BASIS and text.strip():
        found = _keep_unread(text, found)
    citations = tuple(sorted(found, key=lambda one: one.offset))
    return Reading(citations, _status(text, citations, field))


def _parts(text: str) -> list[_Part]:
    """List groups, mentions and addresses in order, none over another."""
    kinds, names, addresses = find_anchors(text, dated_acronyms())
    if not kinds and not names and not addresses:
        return []
    parts: list[_Part] = []
    last = 0
    for at in addresses:
        found = _ADDRESS.search(text, max(last, at - 12), at + 400)
        if found and (target := read_address(found[0])):
            parts.append(_Part(found.start(), found.end(), address=target))
            last = found.end()
    mentions = find_mentions(text, names)
    groups = find_groups(text, kinds, mentions)
    parts += [_Part(group.start, group.end, group=group) for group in groups]
    parts += [_Part(mention.start, mention.end, mention=mention) for mention in mentions]
    parts.sort(key=lambda part: (part.start, -part.end))
    kept: list[_Part] = []
    for part in parts:
        if not kept or part.start >= kept[-1].end:
            kept.append(part)
        elif part.group is None and kept[-1].group is not None and kept[-1].start == part.start:
            kept[-1] = part
    return kept


def _mark_quoted(parts: list[_Part], quoted: Sequence[tuple[int, int]]) -> None:
    for part in parts:
        part.quoted = any(start <= part.start and part.end <= end for start, end in quoted)


# ---- which instrument each provision belongs to ----


def _attach(text: str, parts: list[_Part], field: Field) -> None:
    gaps = [""] + [text[left.end : right.start] for left, right in zip(parts, parts[1:], strict=False)]
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
        _attach_lead_ins(text, parts)
    _attach_in_sentence(text, parts, _SENTENCE_END if field is Field.PROSE else _BASIS_END)
    _attach_quoted(parts)
    _spread_amending(text, parts, gaps, joins)


def _resolve_back(parts: list[_Part]) -> None:
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


_FOLLOWING = {Gap.OF: 5, Gap.TOUCH: 4, Gap.COMMA: 1, Gap.UNDER: 3}
_PRECEDING = {Gap.TOUCH: 4, Gap.COLON: 4, Gap.UNDER: 3, Gap.COMMA: 2}


def _attach_chain(parts: list[_Part], joins: list[Gap], gaps: list[str], first: int, end: int, field: Field) -> None:
    """Settle a run of groups joined by `and` or commas from the mention before it or after it."""
    before = parts[first - 1] if first and parts[first - 1].mention and not parts[first].amending else None
    join = joins[first]
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
    if forward == 1 and (field is Field.PROSE and last is not None and len(last.token) == 1 or back):
        forward = 0
    if back and forward and forward >= back and (first == 1 or parts[first - 2].group is None) and end - first == 1:
        if forward == 4 and join is not Gap.COMMA and not before_is_owned(parts, first):
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


def _amended_base(parts: list[_Part], first: int) -> _Part | None:
    """Give the Act before a bracket that says what amended it."""
    place = first - 1
    while place >= 0 and parts[place].amending:
        place -= 1
    return parts[place] if place >= 0 and parts[place].mention else None


def _named_after(part: _Part) -> bool:
    return part.owner is not None and part.owner.start >= part.end


def before_is_owned(parts: list[_Part], first: int) -> bool:
    """Tell whether the mention before a group already serves another."""
    return parts[first - 1].used


def _use(*owners: _Part | None) -> None:
    for owner in owners:
        if owner is not None:
            owner.used = True


def _is_bare_251(part: _Part) -> bool:
    group = part.group
    return group is not None and group.kind == "section" and any(one.number == "251" for one in group.items)


def _attach_lead_ins(text: str, parts: list[_Part]) -> None:
    """Let lines that begin with a provision take the instrument of the line that leads them in."""
    leads: list[_Part] = []
    for part in parts:
        if part.mention is not None:
            leads = _leads_after(text, leads, part)
        elif part.group is not None and leads and not part.quoted and _begins_line(text, part):
            if foreign_after(text, part.end):
                leads = []
            elif part.owner is None:
                fitting = [one for one in leads if _fits(part.group, one.mention)]
                if len(fitting) == 1:
                    part.owner = fitting[0].mention
                    fitting[0].used = True


def _leads_after(text: str, leads: list[_Part], part: _Part) -> list[_Part]:
    """Give what leads in after a mention: it where its line ends in a colon, nothing after another instrument."""
    found = _LEAD_IN.match(text, part.end)
    if found and ":" in found[0] and found.end() < len(text):
        same_line = bool(leads) and "\n" not in text[leads[-1].end : part.start]
        return [*leads, part] if same_line else [part]
    assert part.mention is not None
    known = part.mention.path in {one.mention.path for one in leads if one.mention}
    return leads if known or part.mention.back is not None or part.quoted or part.used else []


def _begins_line(text: str, part: _Part) -> bool:
    return bool(_LINE_START.search(text[max(0, part.start - 12) : part.start]))


def _fits(group: Group, mention: Mention | None) -> bool:
    return mention is not None and mention.path is not None and group.kind in _kinds(mention.path)


def _fits_or_unknown(part: _Part, named: _Part | None) -> bool:
    """Tell whether the instrument can have such a provision, as far as is known."""
    if named is None or named.mention is None or named.mention.path is None or part.group is None:
        return True
    kind = part.group.containers[0][0] if part.group.containers else part.group.kind
    return kind in _kinds(named.mention.path)


def _attach_in_sentence(text: str, parts: list[_Part], end: re.Pattern[str]) -> None:
    """Let a provision take the only instrument of its kind that its sentence names before it, or for articles after it."""
    sentence: list[_Part] = []
    for place, part in enumerate(parts):
        if place and end.search(text, parts[place - 1].end, part.start + 1):
            _settle_sentence(text, sentence)
            sentence = []
        sentence.append(part)
    _settle_sentence(text, sentence)


def _settle_sentence(text: str, sentence: list[_Part]) -> None:
    mentions = [part for part in sentence if part.mention and (part.mention.path or part.mention.back is None)]
    for part in sentence:
        group = part.group
        if group is None or part.owner or part.amending or part.quoted or foreign_after(text, part.end):
            continue
        if not all(item.shaped or group.kind == "section" and len(item.number) == 3 for item in group.items):
            continue
        if _is_bare_251(part):
            continue
        fitting = [one for one in mentions if one.mention and (one.mention.path is None or _fits(group, one.mention))]
        if len({one.mention.path for one in fitting if one.mention}) != 1 or not fitting[0].mention:
            continue
        if any(one.amending for one in fitting) or fitting[0].mention.path is None:
            continue
        if fitting[0].start < part.start or group.kind == "article":
            part.owner = fitting[0].mention
            fitting[0].used = True


def _attach_quoted(parts: list[_Part]) -> None:
    """Let a provision inside a quotation take the instrument quoted."""
    above: Mention | None = None
    for part in parts:
        if part.quoted and part.group is not None and part.owner is None and above is not None:
            part.owner = above
        elif not part.quoted and not part.amending:
            owner = part.owner or part.mention
            above = owner if owner and owner.path else above


def _path(part: _Part) -> str | None:
    """Give the instrument a part names or belongs to."""
    named = part.owner or part.mention
    return named.path if named else None


def _governed(before: _Part, part: _Part, join: Gap, amended: str | None) -> bool:
    """Tell whether an `as amended by` reaches on to a part: its own Act, or more of what amended."""
    if part.amending or (part.mention is not None and part.mention is before.owner):
        return True
    if part.group is not None and before.mention is not None and part.owner is before.mention:
        return True
    return join is Gap.JOIN and (amended is None or _path(part) != amended)


def _spread_amending(text: str, parts: list[_Part], gaps: list[str], joins: list[Gap]) -> None:
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
        amending = [target for part in parts[first:place] for target in _targets(text, part)]
        base = first - 1
        while base >= 0 and not _SENTENCE_END.search(gaps[base + 1]) and not parts[base].amending:
            subject = parts[base]
            if subject.group or subject.address or (subject.mention and not subject.used):
                subject.amended_by.extend(amending)
            for later in parts[place:]:
                if subject.mention is not None and later.owner is subject.mention:
                    later.amended_by.extend(amending)
            joined = joins[base] in {Gap.OF, Gap.TOUCH, Gap.JOIN, Gap.UNDER, Gap.COLON}
            if not joined or (
                subject.group and base and parts[base - 1].mention and subject.owner is not parts[base - 1].mention
            ):
                break
            base -= 1


# ---- what is cited ----


def _kinds(path: str) -> frozenset[str]:
    """List the kinds of provision an instrument has directly under it."""
    family = path.split("/", 1)[0]
    if family in {"instrument"}:
        return frozenset()
    if family == "eur":
        return frozenset({"article", "chapter"})
    if family in {"uksi", "ssi", "wsi", "nisr", "uksro"}:
        row = instruments().get(path)
        title = row.title if row else ""
        named = [kind for word, kind in _SI_KINDS if word in title]
        return _RULE_KINDS | (frozenset(named) or frozenset({"regulation", "article", "rule"}))
    return _ACT_KINDS


_SI_KINDS = (("Regulations", "regulation"), ("Order", "article"), ("Rules", "rule"))


@dataclass(frozen=True, slots=True)
class _Found:
    target: str | None
    status: Status
    problem: Problem | None = None


def _suspicious(printed: str, expected: str) -> Problem:
    return Problem("suspicious-law", printed, expected)


def _resolve(printed: str, group: Group, item: Item, path: str) -> _Found:
    """Give the target of one provision of a known instrument."""
    row = instruments().get(path)
    title = row.title if row else path
    kind = group.containers[0][0] if group.containers else group.kind
    if kind not in _kinds(path):
        return _Found(
            None, Status.UNRESOLVED, _suspicious(printed, f"a provision such as {title} has; it has no {kind}")
        )
    if item.malformed:
        return _Found(None, Status.UNRESOLVED, _suspicious(printed, "number, letter, roman numeral, each at most once"))
    target = f"{path}/{provision_steps(group, item)}"
    first = item.parts[0] if item.parts else ""
    if first.isalpha() and target not in _CONVENTIONS and f"{path}/{kind}/{item.number}" in _SUBSECTIONED:
        return _Found(
            None, Status.UNRESOLVED, _suspicious(printed, f"a subsection first, as {kind} {item.number} has them")
        )
    if meant := _CONVENTIONS.get(target):
        return _Found(meant, Status.BY_CONVENTION)
    digits = re.match(r"\d+", item.number)
    if row and row.last and digits and kind in {"section", "regulation", "article"} and int(digits[0]) > row.last:
        return _Found(
            None, Status.UNRESOLVED, _suspicious(printed, f"at most {kind} {row.last}, the last of the {title}")
        )
    if digits and int(digits[0]) == 0:
        return _Found(None, Status.UNRESOLVED, _suspicious(printed, "a number from 1"))
    ranged = _suspicious(printed, "a list of sections: only the ends of this range are cited") if item.ranged else None
    return _Found(target, Status.RESOLVED, ranged)


def _targets(text: str, part: _Part) -> list[str]:
    """List the targets of a part, for those it amended."""
    if part.address:
        return [part.address]
    if part.group is not None and part.owner is not None and part.owner.path:
        found = [_resolve("", part.group, item, part.owner.path) for item in _cited_items(part)]
        return [one.target for one in found if one.target]
    if part.mention is not None and part.mention.path and not part.used:
        return [part.mention.path]
    return []


def _cited_items(part: _Part) -> list[Item]:
    """List the items of a group that are provisions: bare numbers only where their instrument follows."""
    group = part.group
    if group is None:
        return []
    follows = part.owner is not None and part.owner.start >= part.end
    return [item for item in group.items if follows or not item.loose]


def _emit(text: str, parts: list[_Part], field: Field) -> list[Citation]:
    found: list[Citation] = []
    for place, part in enumerate(parts):
        role = Role.INTERNAL if part.quoted else Role.AMENDING if part.amending else _ROLES[field]
        amended = tuple(dict.fromkeys(part.amended_by))
        if part.address:
            whole = instrument_path(part.address) == part.address
            status = Status.INSTRUMENT_ONLY if whole else Status.RESOLVED
            found.append(Citation(part.start, text[part.start : part.end], part.address, role, status, amended))
        elif part.mention is not None:
            if not part.used and part.mention.back is None:
                found.append(_instrument(text, part, role, amended))
        elif part.group is not None:
            found.extend(_provisions(text, part, role, amended, field))
    return found


def _instrument(text: str, part: _Part, role: Role, amended: tuple[str, ...]) -> Citation:
    mention = part.mention
    assert mention is not None
    printed = text[part.start : part.end]
    problem = _suspicious(printed, mention.expected) if mention.expected else None
    status = Status.INSTRUMENT_ONLY if mention.path else Status.UNRESOLVED
    return Citation(part.start, printed, mention.path, role, status, amended, problem)


def _provisions(text: str, part: _Part, role: Role, amended: tuple[str, ...], field: Field) -> list[Citation]:
    group, owner = part.group, part.owner
    assert group is not None
    if owner is not None and owner.path:
        found = []
        for item in _cited_items(part):
            printed = text[item.start : item.end]
            one = _resolve(printed, group, item, owner.path)
            if len(group.items) > 1 and _respectively(text, max(part.end, owner.end)):
                one = _Found(None, Status.UNRESOLVED, _suspicious(printed, "each section beside its Act"))
            if _either_251(group, item, part):
                one = _read_251(text, item, field)
            found.append(Citation(item.start, printed, one.target, role, one.status, amended, one.problem))
        return found
    if _by_convention(text, part, field):
        item = next(one for one in group.items if one.number == "251")
        printed = text[item.start : item.end]
        target = "/".join((_SUPPORT_SECTION, *item.parts))
        return [Citation(item.start, printed, target, role, Status.BY_CONVENTION, amended)]
    if owner is not None:
        low, high = min(part.start, owner.start), max(part.end, owner.end)
        problem = _suspicious(text[low:high], owner.expected) if owner.expected else None
        return [Citation(low, text[low:high], None, role, Status.UNRESOLVED, amended, problem)]
    if not _kept_unresolved(text, part, field):
        return []
    return [Citation(part.start, text[part.start : part.end], None, role, Status.UNRESOLVED, amended)]


def _respectively(text: str, at: int) -> bool:
    return bool(_RESPECTIVELY.match(text, at))


def _either_251(group: Group, item: Item, part: _Part) -> bool:
    """Tell whether a section 251 at the end of a list after the 2012 Act may be that of the 2006 Act."""
    owner = part.owner
    after_others = item.start > group.start or (owner is not None and part.chained)
    return (
        owner is not None
        and owner.path == _OTHER_251
        and (group.kind, item.number, item.parts) == ("section", "251", ())
        and after_others
        and (owner.end <= part.start or part.listed)
    )


def _read_251(text: str, item: Item, field: Field) -> _Found:
    if field in {Field.OPT_OUTS, Field.CONFIDENTIALITY} or supports_251(text, item.start, item.end):
        return _Found(_SUPPORT_SECTION, Status.BY_CONVENTION)
    expected = "section 251 with its Act: the Acts of 2006 and 2012 both have one"
    return _Found(None, Status.UNRESOLVED, _suspicious(text[item.start : item.end], expected))


def _by_convention(text: str, part: _Part, field: Field) -> bool:
    """Tell whether a bare section 251 is, by convention, that of the National Health Service Act 2006."""
    group, owner = part.group, part.owner
    if group is None or not _is_bare_251(part) or len(group.items) > 1 or group.containers or part.amending:
        return False
    if owner is not None and not re.fullmatch(r"(?:NHS|National Health Service) Act", owner.title, re.IGNORECASE):
        return False
    if owner is None and foreign_after(text, part.end):
        return False
    if field in {Field.OPT_OUTS, Field.CONFIDENTIALITY}:
        return True
    return supports_251(text, part.start, max(part.end, owner.end if owner else 0))


def _kept_unresolved(text: str, part: _Part, field: Field) -> bool:
    """Tell whether a provision without instrument is kept: always as a basis, in prose only where it can be nothing else."""
    group = part.group
    if group is None or foreign_after(text, part.end) or part.quoted:
        return False
    if field is not Field.PROSE:
        return group.kind not in {"part", "chapter", "paragraph"}
    if group.kind not in {"section", "article", "regulation"} or group.containers:
        return False
    first = group.items[0]
    if group.kind == "section":
        return len(first.parts) > 1 or (len(first.number) >= 3 and first.number != "251" and group.token != "S")
    return len(first.parts) > 1


def _keep_unread(text: str, found: list[Citation]) -> list[Citation]:
    """Keep a legal basis in which nothing was found as printed, and so each basis of a list."""
    if not found:
        if _is_consent(text):
            return []
        return [Citation(0, text, None, Role.BASIS, Status.UNRESOLVED)]
    kept = list(found)
    start = 0
    for piece in re.split(r"([;\r\n]+)", text):
        end = start + len(piece)
        words = piece.strip()
        if (
            words
            and _LAWLIKE.search(words)
            and not _is_consent(words)
            and not any(one.offset < end and start < one.offset + len(one.text) for one in found)
        ):
            at = start + piece.index(words)
            kept.append(Citation(at, words, None, Role.BASIS, Status.UNRESOLVED))
        start = end
    return kept


def _is_consent(text: str) -> bool:
    return bool(_CONSENT.search(text)) and not _NO_CONSENT.search(text)


_ORDER = (Status.RESOLVED, Status.BY_CONVENTION, Status.INSTRUMENT_ONLY, Status.UNRESOLVED)


def _status(text: str, citations: tuple[Citation, ...], field: Field) -> str:
    """Give the status of a whole text: the best of its citations, amending ones only where there are no others."""
    own = {one.status for one in citations if one.role is not Role.AMENDING} or {one.status for one in citations}
    for status in _ORDER:
        if status in own:
            return status.value
    if _LEADING_CONSENT.match(text) or (field is not Field.PROSE and _is_consent(text)):
        return "consent"
    return "none"
