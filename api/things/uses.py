"""The prose of a version: each kind set out with its citations, headings and quotations."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from releasegraph.api.things.asked import Asked
from releasegraph.api.things.prose import Block, Mark, set_out, split_long
from releasegraph.api.things.provenance import read_records
from releasegraph.api.things.statements import Statements
from releasegraph.api.things.telling import read_citations_in, read_headings, read_quoted
from releasegraph.api.view import Value
from releasegraph.graph.fields import columns
from releasegraph.graph.vocabulary import RG

__all__ = ["Use", "blocks_of", "kind_order", "narratives_of", "read_uses"]

_SHOWN = 1800
"""Characters of a long text shown before it is unfolded."""


@dataclass(frozen=True, slots=True)
class Use:
    """A text a version uses as one kind: the beginning, and what is folded."""

    code: str
    kind: str
    narrative: str
    href: str | None
    shown: tuple[Block, ...]
    folded: tuple[Block, ...]
    length: int
    others: int
    """Other uses of the same text."""
    records: tuple[Value, ...]

    @property
    def folded_length(self) -> int:
        """Count the characters that are folded."""
        return sum(len(block.text) for block in self.folded)


def narratives_of(statements: Statements, version: str) -> Mapping[str, str]:
    """Give the narratives of a version: the code of each kind to its text's IRI, in the order of the register."""
    found = {}
    for use in statements.all(version, RG.hasNarrativeUse):
        kind, narrative = statements.one(use, RG.narrativeKind), statements.one(use, RG.narrative)
        if kind and narrative:
            found[kind.rpartition("/")[2]] = narrative
    return dict(sorted(found.items(), key=lambda item: kind_order(item[0])))


def kind_order(code: str) -> int:
    """Give the place of a kind of narrative among the columns of the register; the last for one it lacks."""
    fields = list(columns("Agreements"))
    field = code.replace("-", "_")
    return fields.index(field) if field in fields else len(fields)


def read_uses(asked: Asked, statements: Statements, version: str) -> tuple[Use, ...]:
    """Read the prose of a version."""
    marks: dict[str, list[Mark]] = {}
    for one in read_citations_in(asked, statements, statements.all(version, RG.hasNarrative)):
        marks.setdefault(one.text, []).append(one.mark)
    uses = []
    for iri in statements.all(version, RG.hasNarrativeUse):
        kind, narrative = statements.one(iri, RG.narrativeKind), statements.one(iri, RG.narrative)
        text = None if narrative is None else statements.one(narrative, RG.text)
        if kind is None or narrative is None or text is None:
            continue
        blocks = blocks_of(asked, statements, narrative, text, marks.get(narrative, ()))
        shown, folded = split_long(blocks, _SHOWN)
        uses.append(
            Use(
                kind.rpartition("/")[2],
                asked.labels.of(kind),
                narrative,
                asked.links.href(narrative),
                shown,
                folded,
                len(text),
                len(statements.subjects(RG.narrative, narrative)) - 1,
                tuple(
                    Value(one.words, asked.links.href(one.iri), one.iri)
                    for one in read_records(asked, statements.all(iri, RG.recordedIn)[:3])
                ),
            )
        )
    return tuple(sorted(uses, key=lambda one: kind_order(one.code)))


def blocks_of(
    asked: Asked, statements: Statements, narrative: str, text: str, marks: Sequence[Mark]
) -> tuple[Block, ...]:
    """Set out a narrative."""
    return set_out(text, marks, read_headings(statements, narrative), read_quoted(asked, statements, narrative, text))
