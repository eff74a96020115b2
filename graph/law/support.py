"""Section 251 printed without its Act: the words that make it, by convention, that of the Act of 2006, or deny it."""

import re

from releasegraph.graph.law.parts import Part

__all__ = ["SUPPORT_ACT", "is_denied", "is_supported", "names_support"]

SUPPORT_ACT = "ukpga/2006/41"
"""The National Health Service Act 2006, whose section 251 lets confidential data flow without consent."""
H = r"[^\S\r\n]"
_WORDS = (
    r"(?:approv\w*|support\w*|exempt\w*|CAG|confidentiality advisory group|consent\w*|objections?|dispensation|"
    r"set aside)\b"
)
_SUPPORT = re.compile(rf"\b{_WORDS}", re.IGNORECASE)
_NAMED = re.compile(rf"{H}*[(\[]?{H}*(?:(?!of\b|and\b|or\b|under\b|to\b)[a-z]+{H}+)?{_WORDS}", re.IGNORECASE)
_STOP = re.compile(r"[.!?;][\"”'’)]*\s+|[\r\n]")
_NEXT_BASIS = re.compile(r"[,|]|\s/\s")
# Whose advice is only of section 251, and so speaks of it over a comma too.
_ADVICE = re.compile(r"\b(?:CAG|confidentiality advisory group)\b", re.IGNORECASE)
_NEAR = 100
# The words that may stand between a denial and what it denies: `without consent under s251` denies the consent.
_BETWEEN_BEFORE = (
    r"(?:an?|any|the|need\w*|requir\w*|rel(?:y|ies|ied|ying)|on|upon|for|under|by|of|to|be|been|seek\w*|sought|have|has|had|"
    r"hold\w*|us(?:e|es|ed|ing)|appl(?:y|ies|ied)|obtain\w*|cover\w*|support\w*|further|current|specific|valid|CAG|HRA|NHS)"
)
_BETWEEN_AFTER = (
    r"(?:approvals?|support|exemptions?|consent|CAG|HRA|application|is|are|was|were|has|have|had|does|did|do|will|would|"
    r"be|been|being|currently|yet|therefore|also)"
)
_DENIED_BEFORE = re.compile(
    r"(?:\b(?:no|not|never|without|nor|neither|(?:lack|absence|instead)\s+of|rather\s+than)(?!\s+(?:only|just|merely)\b)"
    rf"|n['’]t)(?:{H}+{_BETWEEN_BEFORE}\b)*{H}+[“\"'‘]?$",
    re.IGNORECASE,
)
_DENIED_AFTER = re.compile(
    rf"(?:{H}+{_BETWEEN_AFTER}\b)*(?:{H}*[-–—:(]{H}*|{H}+)(?:(?:not|never|no{H}+longer)|(?:is|was|are|were|has|have|had|does|did|do)n['’]t)"
    rf"(?:{H}+{_BETWEEN_AFTER}\b)*{H}+(?:required?|needed|need|necessary|relevant|applicable|appl(?:y|ied)|sought|obtained|"
    r"relied|used|granted|given|approved|held|available|covered|in\s+place)\b"
    rf"|(?:{H}+{_BETWEEN_AFTER}\b)*(?:{H}*[-–—:(]{H}*|{H}+)(?:refused|declined|rejected|denied|n/a)(?![^\W_])",
    re.IGNORECASE,
)


def names_support(text: str, part: Part) -> bool:
    """Tell whether a part is a section 251 and no other, with its approval or support named at once after it."""
    group = part.group
    if group is None or len(group.items) > 1 or group.items[0].number != "251" or group.kind != "section":
        return False
    return bool(_NAMED.match(text, part.end))


def is_supported(text: str, start: int, end: int, in_list: bool) -> bool:
    """Tell whether the sentence around a section 251, or its basis in a list, speaks of approval or consent."""
    before = _STOP.split(text[max(0, start - _NEAR) : start])[-1]
    after = _STOP.split(text[end : end + _NEAR], maxsplit=1)[0]
    if in_list and not _ADVICE.search(before) and not _ADVICE.search(after):
        before, after = _NEXT_BASIS.split(before)[-1], _NEXT_BASIS.split(after, maxsplit=1)[0]
    return bool(_SUPPORT.search(before) or _SUPPORT.search(after))


def is_denied(text: str, start: int, end: int) -> bool:
    """Tell whether the words around a section 251 say that its support is not needed, sought or given."""
    return bool(_DENIED_BEFORE.search(text[max(0, start - _NEAR) : start]) or _DENIED_AFTER.match(text, end))
