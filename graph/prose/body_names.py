"""Names of bodies inside prose: told by their kind words (`CCG`, `NHS … Trust`, `University`, `Ltd`), never guessed."""

import re

__all__ = [
    "LONGEST_NAME",
    "ends_abbreviated",
    "ends_with_kind",
    "is_body_name",
    "is_name_word",
    "leading_names_end",
    "split_body_names",
    "trailing_names_start",
]

LONGEST_NAME = 120
_KINDS_AT_END = (
    "CCG|ICB|CSU|PCT|Clinical Commissioning Group|Integrated Care Board|Commissioning Support Unit|Primary Care Trust"
    "|Trust|Council|University|College|Hospitals?|Limited|Ltd|LLP|PLC|LLC|GmbH|Inc|Corporation|Institute|Agency"
    "|Authority|Board|Foundation|Centre|Partnership|Company|Society|Association|Charity|Observatory|Consortium"
)
_KIND = re.compile(
    rf"\b(?:{_KINDS_AT_END}|NHS|Department|Group|Services?|Solutions|Office|Unit|Registry)\b", re.IGNORECASE
)
_ENDS_WITH_KIND = re.compile(
    rf"\b(?:{_KINDS_AT_END})\.?(?:\s*\([^()]{{1,60}}\))*(?:\s+[-–]\s+\w{{2,5}})?\s*$",
    re.IGNORECASE,
)
_CONNECTORS = frozenset(["and", "of", "the", "for", "in", "on", "upon", "with", "at", "by", "under", "&", "-", "–"])
_ROLE_WORDS = ["", "s", "data", "processor", "processors", "controller", "sub-processor"]
_PLURAL_KINDS = ["trusts", "ccgs", "icbs", "boards", "councils", "universities", "organisations", "bodies"]
_NOT_OWN = frozenset([*_ROLE_WORDS, *_PLURAL_KINDS, "nhs", "local", "acute", "staff", "teams"])
_SEPARATOR = re.compile(r"\s*;\s*(?:and\s+)?|\s*,\s*(?:and\s+)?|\s+and\s+|\s+&\s+")
_LOOSE = " ,;.:(\xa0\t"
_UNIVERSITY = re.compile(r"\bUniversity of (?:the )?[A-Z]\w+$")
_ITEM_END = re.compile(r"[;.,\n]")
_TAIL = re.compile(r"(?:[;,.:\s]|\s(?:and|or))+$")
_ARTICLE = re.compile(r"(?:and\s+)?(?:both\s+|Both\s+)?(?:the\s+|The\s+)?(?!\S+\s*$)")
_ROLE = re.compile(
    r"\b(?:(?:joint|sole)\s+|sub-?\s?)?(?:data\s+)?(?:sub-?\s?)?(?:processor|controller)s?\b", re.IGNORECASE
)
_LEGAL_FORM = r"\b(?:Limited|LIMITED|Ltd|LTD|LLP|PLC|Plc|plc|LLC|GmbH|Inc|INC)\b\.?"
_FUSED = re.compile(rf"{_LEGAL_FORM}\s+(?=[A-Z0-9])")
_NO_NAME = re.compile(
    rf"(?:{_KINDS_AT_END})['’]s?(?:\s|$)|[?!]|:\s|{_LEGAL_FORM}\s+[A-Z0-9]"
    r"|^(?:If|When|Where|Unless|Neither|Either|Should|Nor|Whether|No|Not|None|Any|All|Each|Every|Some|This|That|These"
    r"|Those|Our|Its|Their|Your|Other|Another|Such|Same|Various|Which|Who|What|While|Whilst|Although|Because|Since|As"
    r"|For|With|On|At|By|From|To|In|Under|Were|Had|Was|Is|Are|Does|Do|Did|It|They|We|He|She|There|Here)\s",
    re.IGNORECASE,
)
_OPENER = re.compile(
    r"(?:Currently|Presently|Additionally|Also|Furthermore|Moreover|However|Therefore|Thus|Hence|Then|Now|Only|Finally"
    r"|Similarly|Separately|Firstly|Secondly|Thirdly|Here|Today|Instead)\b,?",
    re.IGNORECASE,
)


def is_body_name(text: str) -> bool:
    """Tell whether the whole text reads as one body's name: capitalised words, a kind word, and a word of its own."""
    if not 3 < len(text) <= LONGEST_NAME or not _KIND.search(text) or _NO_NAME.search(text) or _ROLE.search(text):
        return False
    words = text.split()
    if not (words[0][0].isupper() or words[0][0].isdigit()) or not all(map(is_name_word, words)):
        return False
    own = [word for word in _KIND.sub(" ", text).split() if word.lower().strip("()[],") not in _CONNECTORS]
    return any(any(map(str.isalpha, word)) and word.strip("()[],.'’").lower() not in _NOT_OWN for word in own)


def is_name_word(word: str) -> bool:
    """Tell whether a word could stand in a name: capitalised, a number, or a small word that joins others."""
    bare = word.lstrip("([“‘\"'")
    return not bare or word in _CONNECTORS or bare[0].isupper() or bare[0].isdigit()


def split_body_names(text: str) -> tuple[tuple[int, str], ...]:
    """Give each body with its offset in `text`, or nothing where any part is no body: half a list would be a guess.

    A comma or `and` separates only after a word that ends a name (`NHS Bristol, North Somerset and South
    Gloucestershire CCG` is one body).
    """
    parts: list[tuple[int, str]] = []
    start = 0
    for separator in _SEPARATOR.finditer(text):
        before = text[max(start, separator.start() - LONGEST_NAME) : separator.start()]
        ended = _ENDS_WITH_KIND.search(before) or (_UNIVERSITY.search(before) and "and" in separator.group())
        if ";" in separator.group() or ended:
            parts.append((start, text[start : separator.start()]))
            start = separator.end()
    parts.append((start, text[start:]))
    names = [_trimmed(offset, part) for offset, part in parts if _TAIL.sub("", part).strip()]
    return tuple(names) if names and all(is_body_name(name) for _, name in names) else ()


def leading_names_end(text: str) -> int:
    """Give where the names that a text starts with end: at the first word that is no part of a name.

    A legal form (`Ltd.`) with a capital word after it ends a name, and so do the words for a role (`Data Controller`).
    """
    text = text[: 4 * LONGEST_NAME]
    stops = [stop for stop in (_ROLE.search(text), _FUSED.search(text)) if stop is not None]
    limit = min((stop.start() if stop.re is _ROLE else stop.end() for stop in stops), default=len(text))
    end = 0
    for word in re.finditer(r"\S+", text[:limit]):
        if not is_name_word(word.group()):
            break
        if word.group()[-1] == ":" and not ends_with_kind(text[: word.end() - 1]):
            break
        end = word.end()
        if word.group()[-1] == ";" and _goes_on(text[end:]):
            continue
        if word.group()[-1] in ".;:" and not ends_abbreviated(word.group()):
            break
    return len(_without_loose_end(text[:end]))


def trailing_names_start(text: str) -> int:
    """Give where the names that a text ends with could start at the earliest, by the same rules."""
    stops = [stop.end() for pattern in (_ROLE, _FUSED) for stop in pattern.finditer(text)]
    limit = start = max(stops, default=0)
    begun = len(text)
    for word in reversed(list(re.finditer(r"\S+", text[limit:]))):
        ended = begun < len(text) and word.group()[-1] in ".:;" and not ends_abbreviated(word.group())
        if not is_name_word(word.group()) or ended or _OPENER.fullmatch(word.group()):
            break
        begun = start + word.start()
    return begun


def ends_with_kind(text: str) -> bool:
    """Tell whether the last word says what kind of body is named (`Trust`, `Ltd`), a code after it left out."""
    return _ENDS_WITH_KIND.search(text[-LONGEST_NAME:]) is not None


def ends_abbreviated(word: str) -> bool:
    """Tell whether a word's full stop is its own (`Ltd.`) and ends no sentence."""
    return word in ("Ltd.", "Inc.", "St.", "Co.", "plc.", "Dr.")


def _goes_on(text: str) -> bool:
    """Tell whether the next item of a list is a body too."""
    _, item = _trimmed(0, _ITEM_END.split(text, maxsplit=1)[0])
    return is_body_name(item)


def _without_loose_end(text: str) -> str:
    words = text.rstrip(_LOOSE)
    while words and words.split()[-1] in _CONNECTORS:
        words = words[: -len(words.split()[-1])].rstrip(_LOOSE)
    return words


def _trimmed(offset: int, part: str) -> tuple[int, str]:
    ended = _TAIL.sub("", part)
    article = _ARTICLE.match(ended.lstrip())
    start = len(ended) - len(ended.lstrip()) + (article.end() if article else 0)
    return offset + start, ended[start:]
