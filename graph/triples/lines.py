"""Terms and lines of N-Quads, as strings: the fastest right way to write them (N-Quads 1.1, section 2).

A predicate carries the spaces around it, and `end` closes a line with the graph's name where it has one, so that
a line is `f"{subject}{PREDICATE}{object}{end}"`.
"""

from collections.abc import Iterable, Sequence
from datetime import date

import orjson

from releasegraph.graph.cells import Month
from releasegraph.graph.vocabulary import RDF, XSD

__all__ = [
    "A",
    "about",
    "boolean",
    "day",
    "duration",
    "english",
    "integer",
    "iri",
    "line_end",
    "month",
    "month_tails",
    "predicate",
    "state",
    "text",
]


def iri(value: str) -> str:
    """Give an IRI as a term."""
    return f"<{value}>"


def predicate(value: str) -> str:
    """Give an IRI as the middle of a line."""
    return f" <{value}> "


A = predicate(RDF.type)


def text(value: str) -> str:
    """Give a text as a term: JSON's escapes are valid in N-Triples, and orjson writes them in bulk."""
    try:
        return orjson.dumps(value).decode()
    except orjson.JSONEncodeError:  # lone surrogates are no text
        return orjson.dumps(value.encode("utf-8", "replace").decode()).decode()


def english(value: str) -> str:
    """Give a text as a term in English: SKOS labels carry their language."""
    return f"{text(value)}@en"


def integer(value: int) -> str:
    """Give a whole number as a term."""
    return f'"{value}"^^<{XSD.integer}>'


def boolean(value: bool) -> str:
    """Give a truth value as a term."""
    return f'"{"true" if value else "false"}"^^<{XSD.boolean}>'


def day(value: date) -> str:
    """Give a day as a term."""
    return f'"{value.isoformat()}"^^<{XSD.date}>'


def month(value: Month) -> str:
    """Give a month as a term."""
    return f'"{value}"^^<{XSD.gYearMonth}>'


def duration(value: str) -> str:
    """Give a duration such as `P10Y` as a term."""
    return f'"{value}"^^<{XSD.duration}>'


def line_end(graph: str | None) -> str:
    """Give the end of every line of a named graph, or of the default graph."""
    return f" <{graph}> .\n" if graph else " .\n"


def about(subject: str, tails: Sequence[str]) -> str:
    """Give the lines about one subject: a tail is a predicate, its object and the end of the line."""
    return subject + subject.join(tails) if tails else ""


def state(subject: str, facts: Iterable[tuple[str, str]], end: str) -> str:
    """Give the lines that state facts about one subject: each a predicate and its object."""
    return about(subject, [f"{middle}{term}{end}" for middle, term in facts])


def month_tails(property_iri: str, value: Month, end: str) -> tuple[str, str, str]:
    """Give a month and, as properties `…Start` and `…End`, its first and last day: rules compare only days."""
    return (
        f" <{property_iri}> {month(value)}{end}",
        f" <{property_iri}Start> {day(value.first)}{end}",
        f" <{property_iri}End> {day(value.last)}{end}",
    )
