"""The table of legal instruments, and the search for their names in running text."""

import csv
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType

__all__ = ["Instrument", "NameIndex", "instruments", "name_index", "name_words"]

_WORD = re.compile(r"[^\W_]+|&")
_YEAR = re.compile(r"(?:1[6-9]|20)\d\d")
_LONG_NAMES = ((("national", "health", "service"), ("nhs",)), (("nhs", "nhs"), ("nhs",)))
_WORD_FORMS = {"&": "and", "regs": "regulations", "reg": "regulation"}


@dataclass(frozen=True, slots=True)
class Instrument:
    """One Act, statutory instrument, regulation or direction: a row of ontology/instruments.csv."""

    path: str
    """Under `http://www.legislation.gov.uk/id/`, or `instrument/{slug}` where it has no address there."""
    title: str
    aliases: tuple[str, ...]
    yearless: bool
    """Whether the title without its year names this instrument and no other."""
    last: int | None
    """The number of its last section, regulation or article, where known."""
    source: str
    confirmed: bool

    @property
    def year(self) -> str:
        """The year that ends the title, or an empty string."""
        found = _YEAR.search(self.title[-4:])
        return found.group() if found else ""


@cache
def instruments() -> Mapping[str, Instrument]:
    """Read the table: every instrument by its path."""
    text = (files("releasegraph.ontology") / "instruments.csv").read_text(encoding="utf-8")
    rows = (
        Instrument(
            path=row["path"],
            title=row["title"],
            aliases=tuple(filter(None, row["aliases"].split("|"))),
            yearless=row["yearless"] == "yes",
            last=int(row["last"]) if row["last"] else None,
            source=row["source"],
            confirmed=row["confirmed"] == "yes",
        )
        for row in csv.DictReader(text.splitlines())
    )
    return MappingProxyType({row.path: row for row in rows})


def name_words(text: str) -> tuple[str, ...]:
    """Give the words of a name in one spelling: case folded, `&` as `and`, `National Health Service` as `NHS`."""
    words = [_WORD_FORMS.get(word, word) for word in _WORD.findall(text.casefold())]
    for at in range(len(words) - 1, -1, -1):
        for long, short in _LONG_NAMES:
            if tuple(words[at : at + len(long)]) == long:
                words[at : at + len(long)] = short
    return tuple(words)


@dataclass(frozen=True, slots=True)
class NameIndex:
    """What a name, as words without its year, can stand for."""

    years: Mapping[tuple[str, ...], Mapping[str, str]]
    """Name to the path of each year; an empty year where the name alone is enough."""
    tails: frozenset[tuple[str, ...]]
    """Every ending of every name, so that a search from the right stops early."""


def _spellings(row: Instrument) -> Iterable[tuple[tuple[str, ...], str]]:
    for name in (row.title, *row.aliases):
        words = name_words(name)
        dated = bool(_YEAR.fullmatch(words[-1]))
        if dated:
            yield words[:-1], words[-1]
            if row.yearless and name == row.title:
                yield words[:-1], ""
        else:
            yield words, ""
            if row.year:
                yield words, row.year


@cache
def name_index() -> NameIndex:
    """Index every title and alias of the table."""
    years: dict[tuple[str, ...], dict[str, str]] = {}
    for row in instruments().values():
        for words, year in _spellings(row):
            years.setdefault(words, {})[year] = row.path
    tails = frozenset(words[at:] for words in years for at in range(len(words)))
    return NameIndex(
        MappingProxyType({words: MappingProxyType(by_year) for words, by_year in years.items()}),
        tails,
    )
