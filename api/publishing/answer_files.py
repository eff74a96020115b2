"""Answers to the example questions as files: SPARQL 1.1 Query Results in CSV and JSON."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence

import orjson
from rdflib.term import BNode, Identifier, Literal

__all__ = ["ANSWER_SUFFIXES", "answer_csv", "answer_json"]

ANSWER_SUFFIXES = (".csv", ".json")
_STRING = "http://www.w3.org/2001/XMLSchema#string"

Solution = Mapping[str, Identifier]


def answer_csv(variables: Sequence[str], solutions: Iterable[Solution]) -> bytes:
    """Write solutions as CSV (SPARQL 1.1 Query Results CSV, section 3)."""
    written = io.StringIO(newline="")
    out = csv.writer(written)
    out.writerow(variables)
    out.writerows(["" if (term := one.get(name)) is None else str(term) for name in variables] for one in solutions)
    return written.getvalue().encode("utf-8", "replace")


def answer_json(variables: Sequence[str], solutions: Iterable[Solution]) -> bytes:
    """Write solutions as JSON (SPARQL 1.1 Query Results JSON, section 3)."""
    bindings = [{name: _json(term) for name, term in one.items()} for one in solutions]
    return orjson.dumps({"head": {"vars": list(variables)}, "results": {"bindings": bindings}})


def _json(term: Identifier) -> dict[str, str]:
    if not isinstance(term, Literal):
        return {"type": "bnode" if isinstance(term, BNode) else "uri", "value": str(term)}
    said = {"type": "literal", "value": str(term)}
    if term.language:
        return said | {"xml:lang": term.language}
    datatype = None if term.datatype is None else str(term.datatype)
    return said if datatype in (None, _STRING) else said | {"datatype": datatype}
