"""Property paths read back from their text in SPARQL, and written as a report has them, each part with an IRI."""

import re
from collections.abc import Callable, Iterator
from collections.abc import Sequence as Run

from releasegraph.graph.identifiers import digest
from releasegraph.graph.shacl.paths import Alternative, Inverse, Path, Repeat, Sequence, Step, sparql_path
from releasegraph.graph.triples.lines import iri
from releasegraph.graph.vocabulary import PREFIXES

__all__ = ["path_lines", "read_path_text"]

_TOKEN = re.compile(r"<[^>]*>|.", re.DOTALL)
_SH, _RDF = PREFIXES["sh"], PREFIXES["rdf"]
_REPEATED = {"*": "zeroOrMorePath", "+": "oneOrMorePath", "?": "zeroOrOnePath"}


def read_path_text(text: str) -> Path:
    """Read a path as `sparql_path` writes it, or the IRI of a property alone."""
    if text[0] not in "<(^":
        return Step(iri(text))
    path, _ = _read(_TOKEN.findall(text), 0)
    return path


def _read(tokens: Run[str], at: int) -> tuple[Path, int]:
    """Read the path that begins at a token; give it and where it ends."""
    if tokens[at] == "^":
        inner, end = _read(tokens, at + 1)
        return (Step(inner.predicate, inverse=True) if isinstance(inner, Step) else Inverse(inner)), end
    if tokens[at] != "(":
        return Step(tokens[at]), at + 1
    parts, between = [], ""
    while tokens[at] != ")":
        part, at = _read(tokens, at + 1)
        parts.append(part)
        between = tokens[at] if tokens[at] in "/|" else between
    end = at + 1
    if end < len(tokens) and tokens[end] in _REPEATED and len(parts) == 1:
        return Repeat(parts[0], tokens[end]), end + 1
    if len(parts) == 1:
        return parts[0], end
    return (Sequence if between == "/" else Alternative)(tuple(parts)), end


def path_lines(path: Path, base: str) -> tuple[str, list[str]]:
    """Give the term a path is named by, and the N-Triples lines that say what it is (SHACL, section 2.3.1)."""
    lines: list[str] = []
    return _write(path, lambda text: iri(f"{base}validation#path-{digest(text)}"), lines), lines


def _write(path: Path, name: Callable[[str], str], lines: list[str]) -> str:
    text = sparql_path(path)
    match path:
        case Step(predicate, False):
            return predicate
        case Sequence(parts):
            return _list(text, [_write(part, name, lines) for part in parts], name, lines)
        case Step(predicate):
            by, value = "inversePath", predicate
        case Inverse(part):
            by, value = "inversePath", _write(part, name, lines)
        case Alternative(parts):
            by, value = "alternativePath", _list(f"{text} ", [_write(part, name, lines) for part in parts], name, lines)
        case Repeat(part, mark):
            by, value = _REPEATED[mark], _write(part, name, lines)
    node = name(text)
    lines.append(f"{node} <{_SH}{by}> {value} .\n")
    return node


def _list(text: str, members: Run[str], name: Callable[[str], str], lines: list[str]) -> str:
    """Write an RDF list; give its first cell."""
    cells = [name(text), *(name(f"{text} {number}") for number in range(1, len(members))), f"<{_RDF}nil>"]
    lines.extend(_cells(cells, members))
    return cells[0]


def _cells(cells: Run[str], members: Run[str]) -> Iterator[str]:
    for number, member in enumerate(members):
        yield f"{cells[number]} <{_RDF}first> {member} .\n{cells[number]} <{_RDF}rest> {cells[number + 1]} .\n"
