"""What a sentence asserts: one that is conditional, denied, only possible, past or asked states nothing of today."""

import re

__all__ = ["REACH", "asserts", "last_sentence"]

_SENTENCE_END = re.compile(
    r"[.!?](?<!\bi\.e\.)(?<!\be\.g\.)(?<!\bSt\.)(?<!\bDr\.)(?<!\bCo\.)(?<!\bNo\.)[)”\"']*\s+(?=[A-Z“\"(]|$)"
)
_NEXT_END = re.compile(r"[.?](?=\s|[)”\"']|$)")
_WHOLE = re.compile(
    r"\b(?:if|unless|whether|neither|nor|either|when|where|whenever|wherever|hypothetical\w*|(?:for\s+)?example"
    r"|suppos(?:e|es|ed|ing)|propos(?:e[ds]?|al)(?=\s+(?:that|to)\b|\s*$)|assum(?:e|es|ed|ing)|provided\s+that"
    r"|which\s+of)\b",
    re.IGNORECASE,
)
_ASKS = re.compile(r"\W*(?:were|had|was|is|are|does|do|did|can|could|would|will|might|should)\b", re.IGNORECASE)
_CLAUSE = re.compile(
    r"\b(?:not|no|none|never|cannot|without|longer|ceased?|former(?:ly)?|previous(?:ly)?|historical(?:ly)?|past"
    r"|may(?!\s+\d)|might|should|could|would|potential(?:ly)?|possibl[ey]|prospective|alternative|candidate"
    r"|future|old|ex|non|instead|rather)\b"
    r"|n['’]t\b",
    re.IGNORECASE,
)
_CLAUSE_START = re.compile(r"[,;:]\s|\s(?:and|but)\s")
_AFTER = re.compile(
    r"\b(?:if|unless|once|should|pending|subject\s+to|in\s+the\s+event|provided\s+that|no\s+longer"
    r"|removed|withdrawn|terminated"
    r"|until\s+(?=\d|January|February|March|April|May|June|July|August|September|October|November|December))",
    re.IGNORECASE,
)
REACH = 400
"""How far from the words in question their sentence is read, in characters."""
_NEXT_CLAUSE = re.compile(r"[,;:.]\s|\s(?:and|but|who|which)\s")


def last_sentence(text: str) -> str:
    """Give the words since the last end of a sentence in `text`, at most `REACH` characters of them."""
    near = text[-REACH:]
    ends = [end.end() for end in _SENTENCE_END.finditer(near)]
    return near[ends[-1] :] if ends else near


def asserts(before: str, after: str) -> bool:
    """Tell whether words that follow `before` and are followed by `after` are asserted of today.

    A condition, a choice or an example anywhere in the sentence before them speaks of none; a denial, a possibility
    or a past only in their own clause does; after them, a condition or an end in their own clause, or a question.
    """
    sentence = last_sentence(before)
    clause = _CLAUSE_START.split(sentence)[-1]
    following = after[:REACH]
    ended = _NEXT_END.search(following)
    if ended is not None and ended.group() == "?":
        return False
    if _ASKS.match(sentence) or _WHOLE.search(sentence) or _CLAUSE.search(clause):
        return False
    return _AFTER.search(_NEXT_CLAUSE.split(following, maxsplit=1)[0]) is None
