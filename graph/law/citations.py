"""From words to law: the citations in a legal basis, a confidentiality basis, an opt-out or prose."""

import re
from collections.abc import Sequence
from operator import attrgetter

from releasegraph.graph.law.attachment import attach
from releasegraph.graph.law.gaps import foreign_after
from releasegraph.graph.law.grammar import Group, Item
from releasegraph.graph.law.model import Citation, Field, Reading, Role, Status
from releasegraph.graph.law.parts import Part, cited_items, find_parts, is_bare_251, mark_quoted
from releasegraph.graph.law.provisions import instrument_path
from releasegraph.graph.law.support import SUPPORT_ACT, is_denied, is_supported
from releasegraph.graph.law.targets import Found, resolve, suspicious

__all__ = ["Citation", "Field", "Reading", "Role", "Status", "read_citations"]

_ROLES = {
    Field.LEGAL_BASIS: Role.BASIS,
    Field.CONFIDENTIALITY: Role.CONFIDENTIALITY,
    Field.OPT_OUTS: Role.CONFIDENTIALITY,
    Field.PROSE: Role.PROSE,
}
_SUPPORT_SECTION = f"{SUPPORT_ACT}/section/251"
_OTHER_251 = "ukpga/2012/7"
# Sections of its chapter on information standards, listed with the 251 of the 2012 Act.
_AROUND_251 = ("250", "251", "252")
_CONSENT = re.compile(r"\bconsent", re.IGNORECASE)
_NO_CONSENT = re.compile(
    r"\b(?:without|not|absence of|lack of)\b[^.;,]{0,40}\bconsent|\bno consent|\bnon-?consent", re.IGNORECASE
)
_LEADING_CONSENT = re.compile(r"\s*(?:explicit |informed )?(?:patient )?consent\b", re.IGNORECASE)
_APPROVAL = re.compile(r"[^\S\r\n]+(?:approval|support)\b", re.IGNORECASE)
_RESPECTIVELY = re.compile(r"[^.;\r\n]{0,120}\brespectively\b", re.IGNORECASE)
_LAWLIKE = re.compile(
    r"\b(?:other|act|acts|regul\w*|directions?|order|law|power|section|statut\w*|s\d+)\b", re.IGNORECASE
)
_ORDER = (Status.RESOLVED, Status.BY_CONVENTION, Status.INSTRUMENT_ONLY, Status.UNRESOLVED)


def read_citations(text: str, field: Field, *, quoted: Sequence[tuple[int, int]] = ()) -> Reading:
    """Find the law a text cites; inside the `quoted` spans it is internal to the statute quoted.

    Never guesses: what names no known instrument is unresolved or, in prose, nothing.
    """
    parts = find_parts(text)
    if parts:
        mark_quoted(text, parts, quoted)
        attach(text, parts, field)
    found = _emit(text, parts, field)
    if field is Field.LEGAL_BASIS and text.strip():
        found = _keep_unread(text, found)
    citations = tuple(sorted(found, key=attrgetter("offset")))
    return Reading(citations, _status(text, citations, field))


def _emit(text: str, parts: list[Part], field: Field) -> list[Citation]:
    found: list[Citation] = []
    for part in parts:
        role = Role.INTERNAL if part.quoted else Role.AMENDING if part.amending else _ROLES[field]
        amended = tuple(dict.fromkeys(part.amended_by)) if part.amended_by else ()
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


def _instrument(text: str, part: Part, role: Role, amended: tuple[str, ...]) -> Citation:
    mention = part.mention
    assert mention is not None
    printed = text[part.start : part.end]
    problem = suspicious(printed, mention.expected) if mention.expected else None
    status = Status.INSTRUMENT_ONLY if mention.path else Status.UNRESOLVED
    return Citation(part.start, printed, mention.path, role, status, amended, problem)


def _provisions(text: str, part: Part, role: Role, amended: tuple[str, ...], field: Field) -> list[Citation]:
    group, owner = part.group, part.owner
    assert group is not None
    if owner is not None and owner.path:
        found = []
        for item in cited_items(part):
            printed = text[item.start : item.end]
            one = resolve(printed, group, item, owner.path, inherited=part.chained)
            if len(part.run) > 1 and _respectively(text, max(part.end, owner.end)):
                one = Found(None, Status.UNRESOLVED, suspicious(printed, "each section beside its Act"))
            if _either_251(group, item, part):
                one = _read_251(text, item, field)
            found.append(Citation(item.start, printed, one.target, role, one.status, amended, one.problem))
        return found
    if _may_be_convention(text, part):
        if is_denied(text, part.start, part.end):
            return []
        if not _by_convention(text, part, field):
            return _unresolved(text, part, role, amended, field)
        item = next(one for one in group.items if one.number == "251")
        printed = text[item.start : item.end]
        target = "/".join((_SUPPORT_SECTION, *item.parts))
        return [Citation(item.start, printed, target, role, Status.BY_CONVENTION, amended)]
    return _unresolved(text, part, role, amended, field)


def _unresolved(text: str, part: Part, role: Role, amended: tuple[str, ...], field: Field) -> list[Citation]:
    owner = part.owner
    if owner is not None:
        low, high = min(part.start, owner.start), max(part.end, owner.end)
        problem = suspicious(text[low:high], owner.expected) if owner.expected else None
        return [Citation(low, text[low:high], None, role, Status.UNRESOLVED, amended, problem)]
    if not _kept_unresolved(text, part, field):
        return []
    return [Citation(part.start, text[part.start : part.end], None, role, Status.UNRESOLVED, amended)]


def _respectively(text: str, at: int) -> bool:
    return bool(_RESPECTIVELY.match(text, at))


def _either_251(group: Group, item: Item, part: Part) -> bool:
    """Tell whether a section 251 at the end of a list after the 2012 Act may be that of the 2006 Act."""
    owner = part.owner
    after_others = item.start > group.start or (owner is not None and part.chained)
    return (
        owner is not None
        and owner.path == _OTHER_251
        and (group.kind, item.number, item.parts) == ("section", "251", ())
        and after_others
        and (owner.end <= part.start or part.listed)
        and not any(number != "251" and number.startswith(_AROUND_251) for number in part.run)
    )


def _read_251(text: str, item: Item, field: Field) -> Found:
    if field in {Field.OPT_OUTS, Field.CONFIDENTIALITY} or is_supported(
        text, item.start, item.end, field is not Field.PROSE
    ):
        return Found(_SUPPORT_SECTION, Status.BY_CONVENTION)
    expected = "section 251 with its Act: the Acts of 2006 and 2012 both have one"
    return Found(None, Status.UNRESOLVED, suspicious(text[item.start : item.end], expected))


def _may_be_convention(text: str, part: Part) -> bool:
    """Tell whether a part is a section 251 of no Act in particular."""
    group, owner = part.group, part.owner
    if group is None or not is_bare_251(part) or len(group.items) > 1 or group.containers or part.amending:
        return False
    if owner is not None and not re.fullmatch(r"(?:NHS|National Health Service) Act", owner.title, re.IGNORECASE):
        return False
    return owner is not None or not foreign_after(text, part.end)


def _by_convention(text: str, part: Part, field: Field) -> bool:
    """Tell whether a bare section 251 is, by convention, that of the National Health Service Act 2006."""
    if field in {Field.OPT_OUTS, Field.CONFIDENTIALITY}:
        return True
    return is_supported(text, part.start, max(part.end, part.owner.end if part.owner else 0), field is not Field.PROSE)


def _kept_unresolved(text: str, part: Part, field: Field) -> bool:
    """Tell whether a provision without instrument is kept: as a basis, or in prose where it can be nothing else."""
    group = part.group
    if group is None or not group.token or foreign_after(text, part.end) or part.quoted:
        return False
    if field is not Field.PROSE:
        return group.kind not in {"part", "chapter", "paragraph"}
    if group.kind not in {"section", "article", "regulation"} or group.containers:
        return False
    first = group.items[0]
    if group.kind == "section":
        return len(first.number) >= 3 and first.number != "251" and group.token != "S"
    return len(first.parts) > 1 or (group.kind == "regulation" and bool(_APPROVAL.match(text, part.end)))


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
    return bool(_CONSENT.search(_NO_CONSENT.sub(" ", text)))


def _status(text: str, citations: tuple[Citation, ...], field: Field) -> str:
    """Give the status of a whole text: the best of its citations, amending ones only where there are no others."""
    own = [one.status for one in citations if one.role is not Role.AMENDING] or [one.status for one in citations]
    for status in _ORDER:
        if status in own:
            return status.value
    if _LEADING_CONSENT.match(text) or (field is not Field.PROSE and _is_consent(text)):
        return "consent"
    return "none"
