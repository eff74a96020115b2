"""Names of bodies inside prose: told by their kind words (`CCG`, `NHS … Trust`, `University`, `Ltd`), never guessed."""

import re

__all__ = [
    "LONGEST_NAME",
    "ends_abbreviated",
    "is_body_name",
    "is_name_word",
    "leading_body_names",
    "split_body_names",
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
_NOT_OWN = frozenset(["s", "data", "processor", "processors", "controller", "sub-processor", "nhs", ""])
_SEPARATOR = re.compile(r"\s*;\s*(?:and\s+)?|\s*,\s*(?:and\s+)?|\s+and\s+|\s+&\s+")
_TAIL = re.compile(r"(?:[;,.:\s]|\s(?:and|or))+$")
_ARTICLE = re.compile(r"(?:and\s+)?(?:the|The|Both)\s+(?!\S+\s*$)")


def is_body_name(text: str) -> bool:
    """Tell whether the whole text reads as one body's name: capitalised words, a kind word, and a word of its own."""
    if not 3 < len(text) <= LONGEST_NAME or not _KIND.search(text):
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
        if ";" in separator.group() or _ENDS_WITH_KIND.search(before):
            parts.append((start, text[start : separator.start()]))
            start = separator.end()
    parts.append((start, text[start:]))
    names = [_trimmed(offset, part) for offset, part in parts if _TAIL.sub("", part).strip()]
    return tuple(names) if names and all(is_body_name(name) for _, name in names) else ()


def leading_body_names(text: str) -> tuple[tuple[int, str], ...]:
    """Give the bodies a text starts with, up to the first word that cannot be part of a name."""
    end = 0
    for word in re.finditer(r"\S+", text[: 4 * LONGEST_NAME]):
        if not is_name_word(word.group()):
            break
        end = word.end()
        if word.group()[-1] in ".;:" and not ends_abbreviated(word.group()):
            break
    return split_body_names(_without_loose_end(text[:end]))


def ends_abbreviated(word: str) -> bool:
    """Tell whether a word's full stop is its own (`Ltd.`) and ends no sentence."""
    return word in ("Ltd.", "Inc.", "St.", "Co.", "plc.", "Dr.")


def _without_loose_end(text: str) -> str:
    words = text.rstrip(" ,;.:")
    while words and words.split()[-1] in _CONNECTORS:
        words = words[: -len(words.split()[-1])].rstrip(" ,;.:")
    return words


def _trimmed(offset: int, part: str) -> tuple[int, str]:
    ended = _TAIL.sub("", part)
    article = _ARTICLE.match(ended.lstrip())
    start = len(ended) - len(ended.lstrip()) + (article.end() if article else 0)
    return offset + start, ended[start:]
