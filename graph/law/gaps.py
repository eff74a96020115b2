"""What stands between two parts of a citation: the words that join them, and the words that keep them apart."""

import re
from enum import Enum
from functools import lru_cache

__all__ = [
    "BASES",
    "Gap",
    "amended_before",
    "belongs_elsewhere",
    "between",
    "document_after",
    "document_before",
    "ends_phrase",
    "foreign_after",
    "is_container_gap",
    "is_guidance",
]

H = r"[^\S\r\n]"
_EXPLAINED = rf"""(?:{H}*[-–—:,]?{H}*(?:["“'‘]{H}*[^\W_][^"“”\n]{{0,150}}?["”'’]\.?|\([^()\n]{{1,120}}\)))?"""
_OF = r"(?:of|to|into|in|within|under|from|pursuant\s+to)"
_THE = r"(?:the|that|said|same|amended|UK['’]s|UK|current|EU|retained)"
_UNDER = (
    r"(?:under|at|in|by\s+virtue\s+of|pursuant\s+to|using|through|via|specifically|namely|including|"
    r"in\s+particular|and\s+in\s+particular|and\s+specifically|being|as\s+per|per)"
)
_AND = (
    r"(?:and/or|and|or|as\s+well\s+as|together\s+with|plus|along\s+with|read\s+with|read\s+together\s+with|"
    r"in\s+conjunction\s+with|also)"
)
_NOTICE = rf"(?:{H}+(?:notices?|notification))?"
# What a provision may be said to give, between its number and its Act: `section 251 support under the …`.
_A_NOUN = (
    rf"{H}+(?:enquir(?:y|ies)|notices?|approvals?|supports?|powers?|dut(?:y|ies)|directions?|agreements?|exemptions?|"
    r"aftercare|provisions?|requirements?|partnerships?|arrangements?|detentions?|assessments?|"
    r"orders?|functions?|leave)"
)
_NOUN = rf"(?:{_A_NOUN})?"
_QUALIFIED = rf"(?:{H}+[a-z]+)?{_A_NOUN}"
# What the articles of a regulation are cited as: `UK GDPR lawful basis: 6(1)(e)`.
BASES = (
    rf"{H}+(?:(?:lawful|legal|processing){H}+)?(?:bas[ei]s|conditions?|grounds?|articles?)(?:{H}+for{H}+processing)?"
)
LONGEST_GAP = 200
_LONGEST_PLAIN_GAP = 60
_QUOTES = re.compile(r"""["“'‘(]""")


class Gap(Enum):
    """How a gap joins its neighbours, weakest last."""

    OF = "of the"
    TOUCH = "touching"
    COLON = "colon"
    COMMA = "comma"
    JOIN = "and"
    UNDER = "under"
    IS = "is"
    NAMED = "named as a power"
    APART = "apart"

    __hash__ = object.__hash__  # of identity: an Enum hashes its name, slowly


_FORMS = (
    (Gap.COMMA, re.compile(rf"{_NOTICE}{H}*,{H}*(?:the{H}+)?", re.IGNORECASE)),
    (Gap.COLON, re.compile(rf"{_NOTICE}{H}*:{H}*|{BASES}{H}*[:–—-]{H}*", re.IGNORECASE)),
    (Gap.IS, re.compile(rf"(?:{BASES})?{H}+(?:is|are){H}+", re.IGNORECASE)),
    (Gap.NAMED, re.compile(rf"{_QUALIFIED}{H}*,{H}*(?:the{H}+)?", re.IGNORECASE)),
    (
        Gap.TOUCH,
        re.compile(
            rf"""{_NOTICE}{_EXPLAINED}(?:['’]s)?{H}*[-–—(\[/]?{H}*(?:the{H}+)?["“'‘]?|{_QUALIFIED}{H}*[(\[](?:the{H}+)?""",
            re.IGNORECASE,
        ),
    ),
    (
        Gap.OF,
        re.compile(
            rf"""[)\]"”’']?{_NOUN}{_EXPLAINED}{H}*,?{H}*[-–—(]?{H}*{_OF}{H}*,?{H}+(?:{_THE}{H}+)*["“'‘(]?""",
            re.IGNORECASE,
        ),
    ),
    (
        Gap.JOIN,
        re.compile(
            rf"""(?:{H}+{_OF}{H}*(?=,))?{_EXPLAINED}{H}*(?:[,/&+]{H}*)?(?:[/&+,]|{_AND}\b)?{H}*"""
            rf"""(?:(?:under|in|with|by|the|also|to|pursuant to){H}+)*""",
            re.IGNORECASE,
        ),
    ),
    (
        Gap.UNDER,
        re.compile(rf"""{_NOTICE}(?:['’]s)?{H}*[-–—:,(\[]?{H}*(?:{_UNDER}{H}+)+(?:the{H}+)?["“'‘]?""", re.IGNORECASE),
    ),
)


def between(gap: str) -> Gap:
    """Classify the text between two neighbours."""
    if len(gap) > _LONGEST_PLAIN_GAP and (len(gap) > LONGEST_GAP or not _QUOTES.search(gap)):
        return Gap.APART
    return _classified(gap)


@lru_cache(maxsize=4096)
def _classified(gap: str) -> Gap:
    return next((kind for kind, form in _FORMS if form.fullmatch(gap)), Gap.APART)


_CONTAINER = re.compile(rf"{H}*[,(–-]?{H}*(?:(?:of|in|to|under){H}+)?(?:the{H}+)?", re.IGNORECASE)
_CONTAINER_OF = re.compile(rf"{H}*,?{H}*(?:of|in|to|under){H}+(?:the{H}+)?", re.IGNORECASE)


def is_container_gap(gap: str, of: bool) -> bool:
    """Tell whether a schedule, part or chapter joins its neighbour; `of` where the inner comes first."""
    return len(gap) < 20 and bool((_CONTAINER_OF if of else _CONTAINER).fullmatch(gap))


_AMENDED = re.compile(
    rf"\b(?:amended|inserted|substituted|modified|updated|introduced|added|replaced|repealed|revised|superseded){H}*,?{H}+"
    rf"(?:by|through|under|via|in)(?:{H}+(?:the|virtue{H}+of|both|paragraph|section)\b)*(?:{H}|[(\"“'‘])*$",
    re.IGNORECASE,
)


def amended_before(gap: str) -> bool:
    """Tell whether the words before a provision say that it only amended another."""
    words = gap[-80:]
    return "ed" in words.lower() and bool(_AMENDED.search(words))


_FOREIGN = re.compile(
    rf"{H}*(?:(?:of|in|to|from|within){H}+(?:the|this|that|our|your|their|its|an?|each|any|my|his|her|these|those)\b"
    rf"|of{H}+[a-z]|\(?(?:above|below|overleaf|herein)\b)",
    re.IGNORECASE,
)


def foreign_after(text: str, at: int) -> bool:
    """Tell whether the words after a number say that it belongs to a form, a protocol, a menu."""
    return bool(_FOREIGN.match(text, at))


_ELSEWHERE = re.compile(rf"{H}+of{H}+(?:the|this|that|our|your|their|its|an?)\b", re.IGNORECASE)
_GUIDANCE = re.compile(
    rf"{H}+(?:statutory{H}+)?(?:guidance|guide|handbook|training|compliance|registration|policy|policies|toolkit|checklist)\b",
    re.IGNORECASE,
)


def belongs_elsewhere(text: str, at: int) -> bool:
    """Tell whether `of the …` after a number gives it to something other than the Act before it."""
    return bool(_ELSEWHERE.match(text, at))


def is_guidance(text: str, at: int) -> bool:
    """Tell whether the words after an Act make it the name of a guide or a duty to train."""
    return bool(_GUIDANCE.match(text, at))


_DOCUMENT = (
    r"(?:DSAs?|DSFCs?|protocols?|applications?|forms?|annex(?:es)?|appendix|appendices|"
    r"(?:data[^\S\r\n]+)?sharing[^\S\r\n]+(?:agreements?|contracts?|framework[^\S\r\n]+contracts?))\b"
)
_DOCUMENT_AFTER = re.compile(rf"{H}+[(\[]?(?:(?!of\b|and\b|or\b|under\b)[a-z]+{H}+)?{_DOCUMENT}", re.IGNORECASE)
_DOCUMENT_NEXT = re.compile(rf"\b{_DOCUMENT}{H}+$", re.IGNORECASE)
_PHRASE_END = re.compile(rf"\bsee\b|(?<=...)\bagreements?\b|\b{_DOCUMENT}", re.IGNORECASE)


def document_after(text: str, at: int) -> bool:
    """Tell whether the words after a number name the document whose clause it is: `section 5 DSA`."""
    return bool(_DOCUMENT_AFTER.match(text, at))


def document_before(words: str) -> bool:
    """Tell whether the words before a number name the document whose clause it is: `DSA section 5`."""
    return bool(_DOCUMENT_NEXT.search(words))


def ends_phrase(gap: str) -> bool:
    """Tell whether the words between two parts of a basis turn to something else: `see`, a form, an agreement."""
    return len(gap) > 3 and bool(_PHRASE_END.search(gap))
