"""The verbs of keeping and destroying: whether the one that governs a period states a rule, or a past or a denial."""

import re

__all__ = ["DESTROY", "KEEP", "governs"]

KEEP = r"\b(?:retain(?:ed|s|ing)?|retention|ke(?:ep|eps|pt)|held|hold|stor(?:e|ed|age)|archiv(?:e|ed))\b"
DESTROY = r"\b(?:destroy(?:ed|s|ing)?|destruction|delet(?:e|ed|es|ing|ion)|eras(?:e|ed|ure))\b"

_VERB = re.compile(rf"{KEEP}|{DESTROY}")
_STOP = re.compile(r"[.;]")
_OTHER_PARTICIPLE = re.compile(r"\b\w+ed\s+within\b[^,]*$")
_LAPSED = re.compile(r"[^.;,]{0,40}\b(?:no\s+longer|not)\s+appl")
_NOUNS = frozenset(["retention", "storage", "destruction", "deletion", "erasure"])
_PAST_FORMS = frozenset(["retained", "kept", "held", "stored", "archived", "destroyed", "deleted", "erased"])
_ADVERBS = r"(?:(?:\w+ly|then|also|all|both|now|therefore|already|been|being|not|ever)\s+){0,3}"
_PAST = re.compile(
    rf"\b(?:(?:was|were|has|have|had|having)\s+{_ADVERBS}|used\s+to\s+(?:be\s+)?|did\s+(?:not\s+)?"
    r"|got\s+|(?:was|were)\s+to\s+(?:be\s+|have\s+been\s+)?|(?:was|were|false|untrue|denied)\s+that\s+[^.;]{0,60}"
    r"|(?:in\s+the\s+past|historically|formerly|until\s+\d{4})\b[^.;]{0,60}"
    r"|(?:previous|former|historical)ly\s+(?:be\s+)?|(?:could|might)\s+(?:\w+ly\s+)?(?:be\s+)?)$"
)
_TOWARDS = (
    r"(?:(?:be|been|being|to|have|has|require[ds]?|need(?:ed|s)?|inten[dt]\w*|plan\w*|expect\w*|allow\w*|permit\w*|able"
    r"|wish|want|yet|decided|agreed|obliged|going|propos\w*|then|itself|also|all|\w+ly)\s+){0,5}"
)
_DENIED = re.compile(
    rf"(?:\b(?:not(?!\s+only\b)|never|cannot|no\s+longer|neither|nor|rather\s+than|instead\s+of|without)|n['’]t)\s+"
    rf"{_TOWARDS}$"
    rf"|\bno\s+(?:requirements?|needs?|plans?|intentions?|obligations?|reasons?)\s+{_TOWARDS}$"
    r"|\b(?:no|none\s+of\s+(?:the|this|these))\s+(?:\w+[\s-]+){0,3}?"
    r"(?:data|records?|information|extracts?|files?|cop(?:y|ies))\s+(?:(?:will|shall|must|may|can|should|is|are|is\s+to|are\s+to)\s+)?(?:\w+ly\s+)?(?:be\s+)?$"
)
_BEYOND = re.compile(
    r"\b(?:(?:more|longer|greater|later)\s+than|beyond|in\s+excess\s+of|exceed(?:ing|s)?|until|before)\b|\bafter\s*$"
)
_NOT = re.compile(
    r"\b(?:not|never|no\s+longer(?!\s+than))\b(?!\s+(?:to\s+)?(?:exceed|more|longer|greater|later|be\s+kept|only))"
)
_PAST_NOUN = re.compile(r"\s+(?:\w+\s+){0,3}?(?:was|were|had|took|occurred|happened|ended)\b")
_OBJECT = re.compile(
    r"\s+(?:the|all|its|their|our|his|her|these|those|this|that|any|every|each|data|records?|copies|information|files?"
    r"|extracts?|it|them)\b"
)
_PASSIVE = re.compile(r"\b(?:be|is|are|being|been|get)\s+(?:\w+ly\s+)?$")
_OTHER_OBJECT = re.compile(
    r"\s+(?:an?\s+|the\s+|its\s+|this\s+)?(?:\w+\s+)?(?:contracts?|licen[cs]es?|certificat\w+|registration"
    r"|funding|grants?|posts?|positions?|accreditation|meetings?|workshops?|events?|roles?|insurance)\b"
)
_OTHER_VERB = re.compile(
    r"\b(?:runs?|ran|lasts?|lasted|continues?d?|recruit\w*|follow(?:s|ed)|followed[\s-]up|observed|published"
    r"|funded|employed|admitted|trained|treated|survived|aged|enrolled)\b"
)


def governs(before: str, after: str) -> bool:
    """Tell whether the verb nearest to a period, in lower-case words around it, states how long from now on.

    A verb form before the period counts before a noun, and one after it where none stands before.
    """
    before, after = _STOP.split(before)[-1], _STOP.split(after, maxsplit=1)[0]
    verbs = list(_VERB.finditer(before))
    forms = [verb for verb in verbs if verb.group() not in _NOUNS]
    nearest = forms[-1] if forms else None
    if _LAPSED.match(after):
        return False
    if nearest is None and verbs:
        return not _denies_noun(before[verbs[-1].end() :])
    if nearest is None:
        following = next((verb for verb in _VERB.finditer(after) if verb.group() not in _NOUNS), None)
        if following is not None and _OTHER_PARTICIPLE.search(before):
            return False
        return following is None or not _denied(after[: following.start()])
    between = before[nearest.end() :]
    lead = before[: nearest.start()]
    if _PAST.search(lead) or _OTHER_VERB.search(between) or _OTHER_OBJECT.match(between):
        return False
    if nearest.group() in _PAST_FORMS and _OBJECT.match(between) and not _PASSIVE.search(lead):
        return False
    if _NOT.search(between):
        return False
    return not _DENIED.search(lead) or _BEYOND.search(between) is not None


def _denied(lead: str) -> bool:
    return _PAST.search(lead) is not None or _DENIED.search(lead) is not None


def _denies_noun(between: str) -> bool:
    return _PAST_NOUN.match(between) is not None or _NOT.search(between) is not None
