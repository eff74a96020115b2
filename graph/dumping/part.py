"""One part of the graph in every format, from the files its lines were parted into."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from releasegraph.graph.dumping.pieces import Piece, pack_piece
from releasegraph.graph.dumping.rows import Gathered
from releasegraph.graph.dumping.turtle import entity_turtle, turtle_start
from releasegraph.graph.json_ld.context import context_iri
from releasegraph.graph.json_ld.entities import (
    DOCUMENT_END,
    Statements,
    document_start,
    graph_json,
    json_line,
)
from releasegraph.graph.json_ld.moulds import Moulds

__all__ = ["ENDS", "STARTS", "entities_of", "entity_nquads", "statements_of", "write_part"]

STARTS = {"nquads": "", "turtle": turtle_start(), "jsonld": document_start(), "ndjsonld": ""}
"""What stands before all parts, by format."""
ENDS = {"nquads": "", "turtle": "", "jsonld": DOCUMENT_END, "ndjsonld": ""}

Files = Sequence[tuple[str, str]]
"""The named graph of some lines, "" the default graph, and the file that holds them; sorted."""


def write_part(files: Files, base: str, folder: Path, number: int) -> dict[str, Piece]:
    """Write a part as a piece of each dump, and remove its files; the default graph comes first, in Turtle alone."""
    turtle: list[str] = []
    nquads: list[str] = []
    objects: list[str] = []
    tables = Gathered()
    graphs: defaultdict[str, list[str]] = defaultdict(list)
    for graph, file in files:
        graphs[graph].append(file)
    moulds = Moulds()
    for graph, own in sorted(graphs.items()):
        entities = list(entities_of(_lines(own)))
        lines = "".join([entity_nquads(subject, tails) for subject, tails in entities])
        nquads.append(lines)
        if graph:
            triples = lines.replace(f" <{graph}> .\n", " .\n")
            objects += [graph_json(graph, entity) for entity in moulds.entities_json(triples)]
            continue
        objects += moulds.entities_json(lines)
        for subject, tails in entities:
            statements = statements_of(tails)
            turtle.append(entity_turtle(subject, statements))
            tables.add(subject, statements)
    tables.write(folder, number)
    context = context_iri(base)
    texts = {
        "nquads": "".join(nquads),
        "turtle": "".join(turtle),
        "jsonld": (",\n" if number else "") + ",\n".join(objects),
        "ndjsonld": "".join([json_line(entity, context) for entity in objects]),
    }
    for _, file in files:
        Path(file).unlink()
    return {form: pack_piece(text.encode(), folder / f"{number}.{form}") for form, text in texts.items()}


def entities_of(lines: Iterable[str]) -> Iterator[tuple[str, list[str]]]:
    """Gather lines by subject: each subject, sorted, with what follows it in its lines, sorted, none twice."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for line in lines:
        subject, tail = line.split(" ", 1)
        found[subject].append(tail)
    for subject in sorted(found):
        yield subject, sorted(set(found[subject]))


def statements_of(tails: Iterable[str]) -> Statements:
    """Give predicate and object of each line's rest, of the default graph."""
    return [(predicate, object_) for predicate, object_ in [tail[:-2].split(" ", 1) for tail in tails]]


def entity_nquads(subject: str, tails: Sequence[str]) -> str:
    """Give an entity's lines."""
    between = f"\n{subject} "
    return f"{subject} {between.join(tails)}\n"


def _lines(files: Iterable[str]) -> Iterator[str]:
    for file in files:
        yield from Path(file).read_text(encoding="utf-8").rstrip("\n").split("\n")
