"""What the labels of a page really hold: values of other columns, joined into lists and brackets."""

import re
from dataclasses import dataclass
from datetime import date

from releasegraph.graph.cells import Month, read_date, read_month, read_opt_outs
from releasegraph.graph.concepts import find_concept
from releasegraph.graph.records import Problem

__all__ = [
    "OptOuts",
    "Purposes",
    "When",
    "read_list",
    "read_listed_opt_outs",
    "read_purposes",
    "read_unsafe_count",
    "read_when",
]

_DASH = r"\s*(?:—|–|-|to)\s*"
_DATE = r"\d{4}-\d{2}(?:-\d{2})?"
_MONTH = r"\d{4}[./]\d{2}"
_TERM = re.compile(rf"DSA runs\s+({_DATE}){_DASH}({_DATE})")
_RELEASES = re.compile(rf"({_MONTH})\s*(\(or before\))?{_DASH}({_MONTH})\s*(\(or before\))?\s*\.?$")
_ONE_RELEASE = re.compile(rf"({_MONTH})\s*(\(or before\))?\s*\.?$")
_EXCUSES = re.compile(r"excuses:\s*", re.IGNORECASE)
_UNSAFE = re.compile(r"(\d{1,3}(?:,\d{3}){1,4}|\d{1,12})\s+data files?\b", re.ASCII)
_WHEN_EXPECTED = "DSA runs 2023-03-13 — 2026-03-12 2023.12 — 2024.11."


@dataclass(frozen=True, slots=True)
class OptOuts:
    """The field `Opt outs honoured`: a list of types of data and opt-outs, and confidentiality bases in a bracket."""

    types_of_data: tuple[str, ...] = ()
    opt_outs: tuple[str, ...] = ()
    """`yes`, `no`: codes of the scheme `opt-outs`."""
    confidentiality: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Purposes:
    """The field `Purposes`: For Commercial Purposes, and Applicant Organisation Type in a bracket."""

    commercial: str
    organisation_type: str


@dataclass(frozen=True, slots=True)
class When:
    """The field `When`: the term's start and end, to the day or the month, then the first and last release month."""

    start: date | Month | None = None
    end: date | Month | None = None
    first_release: Month | None = None
    last_release: Month | None = None
    released_before: bool = False
    """The first month is printed with `(or before)`."""
    problems: tuple[Problem, ...] = ()


def read_list(scheme: str, printed: str) -> tuple[str, ...]:
    """Split a union of values at commas, and at `, and`; a value of the scheme that holds commas stays whole."""
    return _split(scheme, printed, r",\s*(?:and\s+)?")


def _split(scheme: str, printed: str, separator: str) -> tuple[str, ...]:
    parts = [part.strip() for part in re.split(separator, printed) if part.strip()]
    found = []
    start = 0
    while start < len(parts):
        stop = next(
            (stop for stop in range(len(parts), start + 1, -1) if find_concept(scheme, ", ".join(parts[start:stop]))),
            start + 1,
        )
        found.append(", ".join(parts[start:stop]))
        start = stop
    return tuple(dict.fromkeys(found))


def read_listed_opt_outs(printed: str) -> OptOuts:
    """Sort the tokens of `Opt outs honoured`; the trailing balanced bracket holds confidentiality bases."""
    tokens, bracket = _trailing_bracket(printed)
    types, opt_outs, problems = [], [], []
    for token in read_list("type-of-data", tokens):
        if find_concept("type-of-data", token):
            types.append(token)
        elif isinstance(code := read_opt_outs(token), str):
            opt_outs.append(code)
        else:
            problems.append(Problem("unlisted-value", token, "a type of data, or Y, N, Yes… or No…"))
    bases = _split("confidentiality-basis", _EXCUSES.sub("", bracket), r"[,;]\s*") if bracket else ()
    if any(find_concept("confidentiality-basis", basis) is None for basis in bases) and len(bases) > 1:
        bases = (_EXCUSES.sub("", bracket),)
    return OptOuts(tuple(types), tuple(dict.fromkeys(opt_outs)), bases, tuple(problems))


def _trailing_bracket(printed: str) -> tuple[str, str]:
    if not printed.endswith(")"):
        return printed, ""
    depth = 0
    for position in range(len(printed) - 1, -1, -1):
        depth += (printed[position] == ")") - (printed[position] == "(")
        if depth == 0:
            return printed[:position].strip(), printed[position + 1 : -1].strip()
    return printed, ""


def read_purposes(printed: str) -> Purposes:
    """Split `No (ICB - Integrated Care Board)`; `()` is neither."""
    commercial, organisation_type = _trailing_bracket(printed)
    return Purposes(commercial, organisation_type)


def read_when(printed: str) -> When:
    """Read a term (`DSA runs … — …`), a span of release months (`2023.12 — 2024.11.`), or both."""
    if not printed:
        return When()
    rest = printed
    start = end = None
    problems: list[Problem] = []
    if term := _TERM.search(printed):
        start, end = (_day_or_month(words, problems) for words in term.groups())
        rest = (printed[: term.start()] + " " + printed[term.end() :]).strip()
    months: list[Month | None] = [None, None]
    before = False
    if span := _RELEASES.search(rest):
        months = [_month(words, problems) for words in (span[1], span[3])]
        before = bool(span[2])
        rest = rest[: span.start()]
    elif one := _ONE_RELEASE.search(rest):
        months = [_month(one[1], problems)] * 2
        before = bool(one[2])
        rest = rest[: one.start()]
    if rest.strip(" .,"):
        problems.append(Problem("unreadable-date", printed, _WHEN_EXPECTED))
    first, last = months
    if start and end and (end.last if isinstance(end, Month) else end) < _first_day(start):
        problems.append(Problem("reversed-term", printed, f"an end on or after {start}"))
    if first and last and last.first < first.first:
        problems.append(Problem("reversed-term", printed, f"a last month in or after {first}"))
    return When(start, end, first, last, before, tuple(problems))


def _first_day(value: date | Month) -> date:
    return value.first if isinstance(value, Month) else value


def _day_or_month(words: str, problems: list[Problem]) -> date | Month | None:
    found = read_date(words) if words.count("-") == 2 else read_month(words)
    if isinstance(found, Problem):
        problems.append(found)
        return None
    return found


def _month(words: str, problems: list[Problem]) -> Month | None:
    found = read_month(words)
    if isinstance(found, Problem):
        problems.append(found)
        return None
    return found


def read_unsafe_count(printed: str) -> int | None:
    """Give the number a sentence such as `30 data files in total were …` counts; None where it counts none."""
    found = _UNSAFE.match(printed)
    return int(found[1].replace(",", "")) if found else None
