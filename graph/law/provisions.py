"""Statute targets: their parts up to the instrument, their labels, and the addresses that name them."""

import re

from releasegraph.graph.law.instruments import instruments

__all__ = [
    "instrument_path",
    "provision_label",
    "provision_number",
    "provision_parts",
    "provision_year",
    "read_address",
    "written_number",
]

_KIND_WORDS = {
    "section": "section",
    "regulation": "regulation",
    "article": "article",
    "rule": "rule",
    "schedule": "Schedule",
    "paragraph": "paragraph",
    "part": "Part",
    "chapter": "Chapter",
}
_TYPES = (
    "ukpga|ukla|ukppa|ukcm|uksi|uksro|ukmo|ukci|asp|ssi|asc|"
    "anaw|mwa|wsi|nia|aosp|apni|mnia|nisi|nisr|nisro|eur|eudr|eudn"
)
_INSTRUMENT = re.compile(
    rf"instrument/[^/]+|(?:{_TYPES})/(?:\d{{4}}/\d{{1,4}}|(?:Ann|Cha|Chas|Edw|Eliz|Geo|Hen|Ja|Vict|Will)\w*\d?/[\w-]+/\d{{1,3}})"
)
_NUMBER = re.compile(r"\d{1,4}[A-Za-z]{0,3}\d{0,3}[A-Za-z]{0,2}")
_PART_NUMBER = re.compile(r"\d{1,2}[A-Za-z]{0,2}|[IVXLC]+")
_INNER = re.compile(r"\d{1,3}[A-Za-z]{0,2}|[A-Za-z]{1,5}")
_ADDRESS = re.compile(r"\s*(?:https?://)?(?:www\.)?legislation\.gov\.uk/(?:id/)?([^?#\s]*)[^\s]*\s*", re.IGNORECASE)
_VIEWS = re.compile(
    r"contents|introduction|body|schedules|signature|note|enacted|made|adopted|prospective|crossheading|data\.\w+|"
    r"england|wales|scotland|ni|england\+.*|\d{4}-\d\d-\d\d|revision|resources"
)


def instrument_path(target: str) -> str:
    """Give the instrument a target belongs to; the target itself where it is one."""
    found = _INSTRUMENT.match(target)
    return found.group() if found else target


def provision_year(target: str) -> str:
    """Give the year of the instrument's number, empty where the address has none."""
    found = re.search(r"/(\d{4})/", instrument_path(target) + "/")
    return found.group(1) if found else ""


def provision_parts(target: str) -> tuple[str, ...]:
    """List the target and every provision above it, innermost first, the instrument last."""
    top = instrument_path(target)
    steps = target[len(top) :].strip("/").split("/") if len(target) > len(top) else []
    paths: list[str] = []
    for length in range(len(steps), 0, -1):
        if steps[length - 1] in _KIND_WORDS and not (steps[length - 1] == "schedule" and length == 1):
            continue
        if steps[0] == "schedule" and length == 1 and len(steps) > 1 and steps[1] not in _KIND_WORDS:
            continue
        paths.append("/".join((top, *steps[:length])))
    return (*paths, top)


def _spoken(target: str) -> list[tuple[str, str]]:
    """Pair each kind word of the target with its number as written."""
    steps = target[len(instrument_path(target)) :].strip("/").split("/")
    spoken: list[tuple[str, str]] = []
    for step in filter(None, steps):
        if step in _KIND_WORDS:
            spoken.append((step, ""))
        elif spoken:
            kind, number = spoken[-1]
            spoken[-1] = (kind, f"{number}({step})" if number else step)
    return spoken


def provision_number(target: str) -> str:
    """Write the number of a provision as lawyers do: `261(2)(b)(ii)`, `Schedule 7, paragraph 8(1)`."""
    spoken = _spoken(target)
    if len(spoken) == 1 and spoken[0][0] not in {"part", "schedule", "chapter"}:
        return spoken[0][1]
    return ", ".join(f"{_KIND_WORDS[kind]} {number}".strip() for kind, number in spoken)


def provision_label(target: str) -> str:
    """Name a target for people: `Health and Social Care Act 2012, section 261(2)(b)(ii)`."""
    top = instrument_path(target)
    row = instruments().get(top)
    kinds = {"article": "Article"} if top.startswith("eur/") else {}
    words = (f"{kinds.get(kind, _KIND_WORDS[kind])} {number}".strip() for kind, number in _spoken(target))
    return ", ".join((row.title if row else top, *words))


def written_number(kind: str, number: str) -> str:
    """Give a number as the legislation has it: inserted sections upper case, paragraphs lower."""
    if kind == "inner":
        return number.upper() if number[0].isdigit() else number.lower()
    return number.upper()


def read_address(iri: str) -> str | None:
    """Give the target of a legislation.gov.uk address in any of its forms, or None.

    Accepts http and https, with and without `www.` and `/id/`, and drops views, dates and fragments.
    """
    found = _ADDRESS.fullmatch(iri)
    if not found:
        return None
    path = found.group(1).strip("/")
    kind, _, rest = path.partition("/")
    path = f"{kind.lower()}/{rest}"
    top = _INSTRUMENT.match(path)
    if not top or top.group().startswith("instrument/") or path[top.end() : top.end() + 1] not in ("", "/"):
        return None
    steps: list[str] = []
    kind, depth = "", 0
    for step in filter(None, path[top.end() :].split("/")):
        word = step.lower()
        if word in _KIND_WORDS:
            kind, depth = word, 0
            steps.append(word)
        elif _VIEWS.fullmatch(word):
            break
        elif kind and (_INNER if depth else _PART_NUMBER if kind in {"part", "chapter"} else _NUMBER).fullmatch(step):
            steps.append(written_number("inner" if depth else kind, step))
            depth += 1
        else:
            return None
    if steps and steps[-1] in _KIND_WORDS and steps != ["schedule"]:
        return None
    return "/".join((top.group(), *steps))
