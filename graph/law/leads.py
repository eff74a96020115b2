"""Provisions whose instrument is named at a distance: in a lead-in, earlier in the sentence, or by a quotation."""

import re
from itertools import pairwise

from releasegraph.graph.law.gaps import document_before, ends_phrase, foreign_after
from releasegraph.graph.law.mentions import Mention
from releasegraph.graph.law.parts import Part, is_bare_251
from releasegraph.graph.law.targets import fits

__all__ = ["SENTENCE_END", "attach_in_sentence", "attach_lead_ins", "attach_quoted"]

SENTENCE_END = re.compile(r"[.!?;][\"”'’)]*\s|[\r\n]")
_BASIS_END = re.compile(r"[.!?][\"”'’)]*\s|[,;|•\r\n]|\s/\s")
_LINE_START = re.compile(r"(?:^|[\r\n])[\s>]*(?:[-–—•~*▪●·o]\s+|\(?[0-9a-z]{1,3}[.)]\s*)?$")
_NEXT_ITEM = re.compile(r"[^.;!?\r\n]{0,200};\s*(?:and\s+|or\s+)?(?:\(?[0-9a-z]{1,3}[.)]\s*)?")
_LEADING = ":-–—"
_LONGEST_LEAD = 161


def attach_lead_ins(text: str, parts: list[Part]) -> None:
    """Let lines that begin with a provision take the instrument of the line that leads them in."""
    leads: list[Part] = []
    for part in parts:
        if part.mention is not None:
            leads = _leads_after(text, leads, part)
        elif part.group is not None and leads and not part.quoted and _begins_line(text, part):
            if foreign_after(text, part.end):
                leads = []
            elif part.owner is None:
                fitting = [one for one in leads if one.mention is not None and fits(part.group, one.mention.path)]
                if len(fitting) == 1:
                    part.owner = fitting[0].mention
                    fitting[0].used = True


def _leads_after(text: str, leads: list[Part], part: Part) -> list[Part]:
    """Give what leads in after a mention: it where its line ends in a colon, nothing after another instrument."""
    if part.amending:
        return leads
    if _leads_in(text, part.end):
        same_line = bool(leads) and "\n" not in text[leads[-1].end : part.start]
        return [*leads, part] if same_line else [part]
    assert part.mention is not None
    known = part.mention.path in {one.mention.path for one in leads if one.mention}
    return leads if known or part.mention.back is not None or part.quoted or part.used else []


def _leads_in(text: str, at: int) -> bool:
    """Tell whether the rest of a line leads in what follows: it ends in a colon, or in a dash and holds a colon."""
    end = text.find("\n", at)
    rest = text[at:end].rstrip() if end >= 0 else ""
    return rest[-1:] in _LEADING and rest[-1:] != "" and ":" in rest and len(rest) <= _LONGEST_LEAD


def _begins_line(text: str, part: Part) -> bool:
    return bool(_LINE_START.search(text[max(0, part.start - 12) : part.start]))


def attach_in_sentence(text: str, parts: list[Part], in_list: bool) -> None:
    """Let a provision take the only instrument of its kind that its sentence names before it; an article also after."""
    end = _BASIS_END if in_list else SENTENCE_END
    sentence: list[Part] = []
    for place, part in enumerate(parts):
        if place and (
            end.search(text, parts[place - 1].end, part.start + 1)
            or (in_list and ends_phrase(text[parts[place - 1].end : part.start]))
        ):
            _settle_sentence(text, sentence)
            sentence = []
        sentence.append(part)
    _settle_sentence(text, sentence)
    if not in_list:
        _carry_articles(text, parts)


def _carry_articles(text: str, parts: list[Part]) -> None:
    """Let an article that begins an item of a list divided by `;` take the regulation that leads the list in."""
    for before, part in pairwise(parts):
        if part.group is None or part.group.kind != "article" or part.owner or before.group is None or not before.owner:
            continue
        led_in = ":" in text[before.owner.end : before.start] or before.carried
        shaped = part.group.token and all(item.parts for item in part.group.items)
        if led_in and shaped and before.group.kind == "article" and _NEXT_ITEM.fullmatch(text, before.end, part.start):
            part.owner, part.carried = before.owner, True


def _settle_sentence(text: str, sentence: list[Part]) -> None:
    mentions = [part for part in sentence if part.mention and (part.mention.path or part.mention.back is None)]
    for part in sentence:
        group = part.group
        if (
            group is None
            or not group.token
            or part.owner
            or part.amending
            or part.quoted
            or part.doubtful
            or foreign_after(text, part.end)
        ):
            continue
        if not all(item.shaped or (group.kind == "section" and len(item.number) == 3) for item in group.items):
            continue
        if is_bare_251(part):
            continue
        fitting = [
            one for one in mentions if one.mention and (one.mention.path is None or fits(group, one.mention.path))
        ]
        if len({one.mention.path for one in fitting if one.mention}) != 1:
            continue
        if not fitting[0].mention or document_before(text[max(0, part.start - 40) : part.start]):
            continue
        if any(one.amending for one in fitting) or fitting[0].mention.path is None:
            continue
        if fitting[0].start < part.start or group.kind == "article":
            part.owner = fitting[0].mention
            fitting[0].used = True


def attach_quoted(parts: list[Part]) -> None:
    """Let a provision inside a quotation take the instrument quoted."""
    above: Mention | None = None
    for part in parts:
        if part.quoted and part.group is not None and part.owner is None and above is not None:
            part.owner = above
        elif not part.quoted and not part.amending:
            owner = part.owner or part.mention
            above = owner if owner and owner.path else above
